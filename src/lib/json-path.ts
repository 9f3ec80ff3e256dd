/**
 * Dotted paths into JSON values (contract 13.6): `a.b[0].c`, `a[*]`, a leading dot tolerated. Names run up to the next dot or bracket.
 * Compiled once, so that a call pays a closure and no parsing.
 */
type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }

export type JsonReader = (value: unknown) => unknown
export type JsonWriter = (target: Record<string, unknown>, value: unknown) => void

/**
 * Compiles a path into a function that gives what stands there, or `undefined` where the path does not resolve.
 * `[*]` gives the members of an array; a path that goes on after it gives what each member has there, members without it left out.
 * @throws {SyntaxError} when the text is not a path.
 */
export function compileReader(path: string): JsonReader {
  return parsePath(path).reduceRight<JsonReader>((rest, step) => createReader(step, rest), identity)
}

/**
 * Compiles a path into a function that puts a value there, making the objects and arrays on the way.
 * What stands in the way and is neither is replaced.
 * @throws {SyntaxError} when the text is not a path, holds `[*]`, or begins with an index.
 */
export function compileWriter(path: string): JsonWriter {
  const steps = parsePath(path)
  const keys = steps.map((step) => {
    if (step.kind === 'all') throw new SyntaxError(`${JSON.stringify(path)} is not a place to write to: [*] names many`)
    return step.kind === 'index' ? step.index : step.name
  })
  if (typeof keys[0] === 'number') throw new SyntaxError(`${JSON.stringify(path)} is not a place to write to: it begins with an index`)
  const last = keys.length - 1
  return (target, value) => {
    let holder = target as Record<string | number, unknown>
    for (let at = 0; at < last; at++) holder = openHolder(holder, keys[at]!, typeof keys[at + 1] === 'number')
    holder[keys[last]!] = value
  }
}

function openHolder(parent: Record<string | number, unknown>, key: string | number, wantsArray: boolean): Record<string | number, unknown> {
  const present = Object.hasOwn(parent, key) ? parent[key] : undefined
  if (typeof present === 'object' && present !== null && Array.isArray(present) === wantsArray) {
    return present as Record<string | number, unknown>
  }
  const made = (wantsArray ? [] : {}) as Record<string | number, unknown>
  parent[key] = made
  return made
}

const stepPattern = /\[(?:(\d{1,4})|(\*))\]|([^.[\]]+)/y

function parsePath(path: string): Step[] {
  const steps: Step[] = []
  let at = path.startsWith('.') ? 1 : 0
  while (at < path.length || steps.length === 0) {
    if (steps.length > 0 && path[at] === '.') at++
    const bracketAllowed = steps.length === 0 || path[at - 1] !== '.'
    stepPattern.lastIndex = at
    const match = stepPattern.exec(path)
    if (match === null || (match[3] === undefined && !bracketAllowed)) {
      throw new SyntaxError(`${JSON.stringify(path)} is not a path: expected a name, [n] or [*] at position ${at + 1}`)
    }
    steps.push(createStep(match, path))
    at = stepPattern.lastIndex
    if (match[3] === undefined && at < path.length && path[at] !== '.' && path[at] !== '[') {
      throw new SyntaxError(`${JSON.stringify(path)} is not a path: expected a dot or a bracket at position ${at + 1}`)
    }
  }
  return steps
}

function createStep(match: RegExpExecArray, path: string): Step {
  if (match[1] !== undefined) return { kind: 'index', index: Number(match[1]) }
  if (match[2] !== undefined) return { kind: 'all' }
  // A document may come from anybody: no path may reach the prototype that all objects share.
  if (match[3] === '__proto__') throw new SyntaxError(`${JSON.stringify(path)} is not a path: __proto__ is no member`)
  return { kind: 'member', name: match[3]! }
}

function createReader(step: Step, rest: JsonReader): JsonReader {
  switch (step.kind) {
    case 'member':
      return createMemberReader(step.name, rest)
    case 'index':
      return (value) => (Array.isArray(value) ? rest(value[step.index]) : undefined)
    case 'all':
      return rest === identity
        ? readAll
        : (value) =>
            readAll(value)
              ?.map(rest)
              .filter((member) => member !== undefined)
  }
}

function createMemberReader(name: string, rest: JsonReader): JsonReader {
  // `constructor` and its like exist on every object; what a vendor did not send must read as absent.
  const inherited = name in Object.prototype
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return inherited && !Object.hasOwn(value, name) ? undefined : rest((value as Record<string, unknown>)[name])
  }
}

function readAll(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

function identity(value: unknown): unknown {
  return value
}
