import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRunner, shareRunner } from '../../test/script-runner.ts'

const { run } = shareRunner()

test('a script gets its variables and gives what it calls done with', async () => {
  const result = await run('done({ body: request_body_map.a + 1, none: typeof request_vendor_body })', {
    variables: { request_body_map: { a: 1 }, request_vendor_body: undefined },
  })
  assert.deepEqual(result, { body: 2, none: 'undefined' })
})

test('texts cross as they are, whatever is in them, and are parsed inside when asked', async () => {
  const long = JSON.stringify({ text: 'ü😀\u2028"\\\n'.repeat(300), at: '\ud83d' })
  const variables = { response_body_raw: long, odd: `\0${'x'.repeat(2000)}\0`, half: `\ud83d${'y'.repeat(2000)}`, empty: '' }
  const body =
    'done({ response_body_raw, odd, half, empty, response_body, same: JSON.stringify(response_body) === JSON.stringify(JSON.parse(response_body_raw)) })'
  const result = await run(body, { variables, parsed: { response_body: 'response_body_raw' } })
  assert.deepEqual(result, { ...variables, response_body: JSON.parse(long), same: true })
})

test('a text that is to be parsed and is no JSON stays a text', async () => {
  assert.deepEqual(await run('done({ b })', { variables: { raw: '<x/>' }, parsed: { b: 'raw' } }), { b: '<x/>' })
})

test('the first done wins; what follows may run or throw and is ignored', async () => {
  assert.deepEqual(await run('done({ a: 1 }); done({ a: 2 }); null.x'), { a: 1 })
  assert.deepEqual(await run('done({ a: 1 }); for (;;);'), { a: 1 })
  assert.deepEqual(await run('const r = { a: 1 }; done(r); r.a = 2'), { a: 1 })
  assert.deepEqual(await run('if (true) { done({ a: 1 }) } done()'), { a: 1 })
  assert.deepEqual(await run('try { done({ a: 1 }); throw 1 } catch { done({ a: 2 }) }'), { a: 1 })
  assert.deepEqual(await run('setTimeout(() => done({ a: 2 }), 1); done({ a: 1 })'), { a: 1 })
  assert.deepEqual(await run('Promise.resolve().then(() => done({ a: 2 })); done({ a: 1 })'), { a: 1 })
})

test('done without an object keeps everything; done with something else is an error', async () => {
  for (const value of ['', 'undefined', 'null', 'true', '{}']) assert.deepEqual(await run(`done(${value})`), {})
  for (const value of ['"a"', '1', '[1]', '() => 1', '{ toJSON: () => 1 }']) {
    await assert.rejects(run(`done(${value})`), { code: 'script-failed', status: 400, message: /done expects an object/ })
  }
  await assert.rejects(run('const a = {}; a.a = a; done(a)'), { code: 'script-failed', message: /circular/ })
})

test('what JSON cannot hold becomes what JSON makes of it', async () => {
  const body = 'done({ to: new Date(0), none: undefined, nan: NaN, f() {}, deep: [undefined, { a: null }] })'
  assert.deepEqual(await run(body), { to: '1970-01-01T00:00:00.000Z', nan: null, deep: [null, { a: null }] })
})

test('done may come later: from promises, async functions and timers', async () => {
  assert.deepEqual(await run('Promise.resolve(1).then((a) => done({ a }))'), { a: 1 })
  assert.deepEqual(await run('(async () => { for (let i = 0; i < 1000; i++) await null; done({ a: 2 }) })()'), { a: 2 })
  assert.deepEqual(await run('setTimeout((a) => done({ a }), 5, 3)'), { a: 3 })
  assert.deepEqual(await run('let n = 0; const id = setInterval(() => { if (++n === 3) { clearInterval(id); done({ n }) } }, 1)'), { n: 3 })
  assert.deepEqual(await run('setImmediate(() => queueMicrotask(() => done({ a: 4 })))'), { a: 4 })
  assert.deepEqual(
    await run(
      'const order = []; setTimeout(() => order.push(2), 6); setTimeout(() => order.push(1), 2); setTimeout(() => done({ order }), 30)',
    ),
    {
      order: [1, 2],
    },
  )
})

test('a script that ends without done is told so', async () => {
  const expected = { code: 'script-silent', status: 500, message: 'The test hook ended without calling done' }
  for (const body of [
    '',
    '1',
    'return',
    'if (false) done()',
    'const id = setTimeout(done, 5); clearTimeout(id)',
    'new Promise(() => {})',
  ]) {
    await assert.rejects(run(body), expected, body)
  }
})

test('an error names the hook, the line and what went wrong (contract 13.4)', async () => {
  const failed = (message: RegExp) => ({ code: 'script-failed', status: 400, message })
  await assert.rejects(run('let a = 1\n\nnull.x'), failed(/^The test hook failed at line 3: TypeError: cannot read property 'x' of null$/))
  await assert.rejects(run('throw new Error("My own words")'), failed(/at line 1: Error: My own words$/))
  await assert.rejects(run('throw "a text"'), failed(/failed: a text$/))
  await assert.rejects(run('const a = {\nb: }'), failed(/at line 2: SyntaxError/))
  await assert.rejects(
    run('setTimeout(() => {\n missing() }, 1)'),
    failed(/at line 2: ReferenceError: 'missing' is not defined|missing is not defined/),
  )
  await assert.rejects(run(`throw new Error("${'x'.repeat(5000)}")`), (error: Error) => error.message.length < 2200)
})

test('variables are parameters of a sloppy function: they can be declared again, and globals can be made', async () => {
  const variables = { response_body: { a: 1 }, configuration: { k: 'v' } }
  const shapes = [
    'var response_body = response_body || {}; done({ a: response_body.a })',
    'let response_body = { a: 1 }; done({ a: response_body.a })',
    'const configuration = 1; done({ a: configuration })',
    'response_body = { a: 1 }; done({ a: response_body.a })',
    'made = 1; done({ a: made })',
    'function response_body() {} done({ a: 1 })',
    'done({ a: helper() }); function helper() { return 1 }',
    'with ({ a: 1 }) { done({ a }) }',
    'done({ a: 010 - 7 }) // a comment at the end',
    '<!-- an old comment\ndone({ a: 1 })',
    'let { a } = response_body; done({ a })',
    'done({ a: this === globalThis ? 1 : 0 })',
  ]
  for (const body of shapes) assert.deepEqual(await run(body, { variables }), { a: 1 }, body)
})

test('the language is modern', async () => {
  const body = `
    class A { #x = 1; static y = 2; get x() { return this.#x } }
    const { b = 3, ...rest } = { c: 4 }
    const list = [...'ab'].map((x, i) => \`\${x}\${i}\`).flatMap((x) => [x]).at(-1)
    const big = 2n ** 64n
    done({ x: new A().x, y: A.y, b, rest, list, big: String(big), opt: null?.a ?? 'none', named: /(?<n>\\d)/u.exec('a1').groups.n,
      order: Object.entries({ z: 1, a: 2 }), has: Object.hasOwn({ q: 1 }, 'q'), last: [1, 2].findLast(() => true), groups: 'a-b'.replaceAll('-', '+') })`
  assert.deepEqual(await run(body), {
    x: 1,
    y: 2,
    b: 3,
    rest: { c: 4 },
    list: 'b1',
    big: '18446744073709551616',
    opt: 'none',
    named: '1',
    order: [
      ['z', 1],
      ['a', 2],
    ],
    has: true,
    last: 2,
    groups: 'a+b',
  })
})

test('legacy bodies return what they have to say; Java is refused in words', async () => {
  const legacy = (body: string) => run(body, { isLegacy: true, variables: { configuration: { a: 1 } } })
  assert.deepEqual(await legacy('return { a: configuration.a }'), { a: 1 })
  assert.deepEqual(await legacy('if (configuration.a) { return { a: 2 } } return {}'), { a: 2 })
  assert.deepEqual(await legacy('var a = 1'), {})
  assert.deepEqual(await legacy('done({ a: 3 }); return { a: 4 }'), { a: 3 })
  await assert.rejects(legacy('var S = Java.type("java.lang.String"); return {}'), {
    code: 'script-failed',
    message: /Java is not available to scripts.*Java\.type/,
  })
  await assert.rejects(legacy('return { a: configuration.getArray() }'), {
    code: 'script-failed',
    message: /getArray\(\), are not available/,
  })
})

test('scripts see UTC, and random numbers that do not repeat', async () => {
  const look =
    'done({ zone: new Date().getTimezoneOffset(), hours: new Date("2020-07-01T10:00:00Z").getHours(), made: new Date(2020, 6, 1).toISOString(), r: Math.random() })'
  const [first, second] = [await run(look), await run(look)]
  assert.deepEqual([first['zone'], first['hours'], first['made']], [0, 10, '2020-07-01T00:00:00.000Z'])
  assert.notEqual(first['r'], second['r'])
  const { all } = (await run('done({ all: Array.from({ length: 2000 }, Math.random) })')) as { all: number[] }
  assert.ok(all.every((n) => n >= 0 && n < 1) && new Set(all).size === all.length)
  assert.ok(Math.abs(all.reduce((sum, n) => sum + n, 0) / all.length - 0.5) < 0.05)
})

test('console and print go to whoever listens, up to a limit, and nowhere otherwise', async (t) => {
  const lines: string[] = []
  const noisy = openRunner(t, {
    limits: { consoleBytes: 40 },
    onConsole: ({ script, level, text }) => lines.push(`${script} ${level} ${text}`),
  })
  await noisy.run(
    'console.log("a", { b: 1 }, null); print([1]); console.error(new Error("c")); console.table(1); console.log("x".repeat(100)); console.log("y"); done()',
  )
  assert.deepEqual(lines, [
    'test hook info a {"b":1} null',
    'test hook info [1]',
    'test hook error Error: c',
    'test hook info 1',
    `test hook info ${'x'.repeat(14)}`,
  ])
  assert.deepEqual(await run('console.log("a"); console.warn("b"); print("c"); console.group(); done({ a: 1 })'), { a: 1 })
})

test('a runner that was warmed has its thread when the first script comes', async (t) => {
  const measure = async (open: ReturnType<typeof openRunner>) => {
    const begin = performance.now()
    await open.run('done()')
    return performance.now() - begin
  }
  const cold = await measure(openRunner(t))
  const warmed = openRunner(t)
  warmed.runner.warm()
  await new Promise((resolve) => setTimeout(resolve, cold * 3))
  const warm = await measure(warmed)
  assert.ok(warm < cold / 2, `${warm} ms, and ${cold} ms without`)
})

test('a script that comes while its runner warms up is run; a closed runner does not warm up', async (t) => {
  const { runner, run: runNow } = openRunner(t)
  runner.warm()
  runner.warm()
  assert.deepEqual(await runNow('done({ a: 1 })'), { a: 1 })
  await runner.close()
  runner.warm()
  await assert.rejects(runNow('done()'), { code: 'shutting-down' })
})
