// Runs inside the sandbox, before any script: the loader of libraries, `done`, timers and requests. `host` is the only way out; it takes and gives text, and
// no script can name it. The result is what the thread calls. Everything here is put back, byte for byte, after every script.
;(host) => {
  const { parse, stringify } = JSON
  const { isArray } = Array
  const { hasOwn, keys } = Object
  const { min, max } = Math
  const { slice } = String.prototype
  // biome-ignore lint/security/noGlobalEval: this is the loader of libraries, inside the sandbox.
  const evaluate = globalThis.eval
  const { apply } = Reflect
  /** JSON that no `toJSON` has a say in: scripts may give one to all objects. */
  function write(value) {
    if (value === null || typeof value !== 'object') return stringify(value) ?? 'null'
    let text = ''
    if (isArray(value)) {
      for (let at = 0; at < value.length; at++) text += (at === 0 ? '' : ',') + write(value[at])
      return `[${text}]`
    }
    const names = keys(value)
    for (let at = 0; at < names.length; at++) {
      const member = value[names[at]]
      if (member !== undefined) text += `${text === '' ? '' : ','}${stringify(names[at])}:${write(member)}`
    }
    return `{${text}}`
  }
  const ask = (operation, value) => {
    const answer = parse(host(operation, write(value)))
    if (hasOwn(answer, 'error')) throw new Error(answer.error)
    return answer.value
  }

  const modules = new Map()
  const processForLibraries = { env: {}, nextTick: (task, ...values) => queueMicrotask(() => task(...values)) }
  function load(id) {
    const known = modules.get(id)
    if (known !== undefined) return known.exports
    const { source, dependencies } = ask('source', id)
    const module = { exports: {} }
    modules.set(id, module)
    const requireInside = (request) => {
      if (dependencies[request] === undefined) throw new Error(`Cannot find module '${request}'`)
      return load(dependencies[request])
    }
    const run = evaluate(`(function (exports, require, module, process, octet) {${source}\n})`)
    apply(run, module.exports, [module.exports, requireInside, module, processForLibraries, octet])
    return module.exports
  }

  const timers = new Map()
  let lastTimer = 0
  function addTimer(task, delay, values, isRepeated) {
    if (typeof task !== 'function') throw new TypeError('The callback of a timer must be a function')
    const ms = min(max(Number(delay) || 0, isRepeated ? 1 : 0), 2147483647)
    timers.set(++lastTimer, { task, values, due: Date.now() + ms, every: isRepeated ? ms : undefined })
    return lastTimer
  }
  function runTimers() {
    const now = Date.now()
    const due = [...timers].filter(([, timer]) => timer.due <= now).sort(([, a], [, b]) => a.due - b.due)
    for (const [id, timer] of due) {
      if (!timers.has(id)) continue
      if (timer.every === undefined) timers.delete(id)
      else timer.due = now + timer.every
      guard(() => apply(timer.task, undefined, timer.values))
    }
  }

  const requests = new Map()
  let lastRequest = 0

  let isOver = false
  /** What stands when `done` is called with nothing. */
  let readKept
  function done(given) {
    if (isOver) return
    isOver = true
    try {
      const isNothing = given === undefined || typeof given === 'boolean'
      const result = isNothing && readKept !== undefined ? readKept() : given
      const kind = isArray(result) ? 'an array' : `a ${typeof result}`
      if (result === undefined || result === null || typeof result === 'boolean') return void host('done', '{}')
      if (kind !== 'a object') throw new TypeError(`done expects an object, got ${kind}`)
      const text = stringify(result)
      if (text?.[0] !== '{') throw new TypeError('done expects an object that JSON can hold')
      host('done', text)
    } catch (error) {
      host('failed', describe(error))
    }
  }
  /** Name, message and stack of whatever was thrown, as JSON; never throws, whatever it is made of. */
  function describe(error) {
    const read = (key) => {
      try {
        const value = error[key]
        return typeof value === 'string' ? apply(slice, value, [0, 2000]) : undefined
      } catch {
        return undefined
      }
    }
    try {
      if (error !== null && typeof error === 'object') return write({ name: read('name'), message: read('message'), stack: read('stack') })
      return write({ message: apply(slice, String(error), [0, 2000]) })
    } catch {
      return '{}'
    }
  }
  function fail(error) {
    if (isOver) return
    isOver = true
    host('failed', describe(error))
  }
  function guard(task) {
    try {
      return task()
    } catch (error) {
      fail(error)
    }
  }

  /** What our own modules inside the sandbox may use; libraries get it too and do not know it. */
  const octet = {
    ask,
    guard,
    /** Sends a request; `receive` is called with the reply, later. */
    send(request, receive) {
      ask('request', { id: ++lastRequest, request })
      requests.set(lastRequest, receive)
    },
  }

  Object.assign(globalThis, {
    done,
    setTimeout: (task, delay, ...values) => addTimer(task, delay, values, false),
    setInterval: (task, delay, ...values) => addTimer(task, delay, values, true),
    setImmediate: (task, ...values) => addTimer(task, 0, values, false),
    clearTimeout: (id) => void timers.delete(id),
    clearInterval: (id) => void timers.delete(id),
    clearImmediate: (id) => void timers.delete(id),
    queueMicrotask: (task) => void Promise.resolve().then(() => guard(task)),
    require: (name) => load(ask('library', String(name))),
  })
  load('octet:globals')

  return {
    /** Loads a library ahead of the scripts that need it. */
    load: (name) => void load(ask('library', name)),
    describe,
    run(script, spec, values, ...texts) {
      const { names, textNames, parsed, isLegacy, keeps, seed } = parse(spec)
      const variables = parse(values)
      textNames.forEach((name, index) => {
        variables[name] = texts[index]
      })
      if (keeps !== undefined) readKept = () => variables[keeps]
      load('octet:random').seed(seed)
      guard(() => {
        for (const name of Object.keys(parsed)) {
          try {
            variables[name] = parse(variables[parsed[name]])
          } catch {
            variables[name] = variables[parsed[name]]
          }
        }
        const result = apply(
          script,
          globalThis,
          names.map((name) => variables[name]),
        )
        if (isLegacy) done(result)
      })
    },
    receive(id, reply) {
      const request = requests.get(id)
      requests.delete(id)
      guard(() => request(parse(reply)))
    },
    runTimers,
    /** Ends a script that did not call `done`. */
    keep: () => void done(),
    /** Milliseconds until something can happen by itself; -1: never; Infinity: when a reply comes. */
    untilNext() {
      let due = requests.size > 0 ? Number.POSITIVE_INFINITY : -1
      for (const timer of timers.values()) due = min(due < 0 ? Number.POSITIVE_INFINITY : due, max(timer.due - Date.now(), 0))
      return due
    },
  }
}
