/** What no field of a mapping names, and passes under its own name: a record without the members that fields claim. */
import { createTemplate } from '../record-shapes.ts'
import type { MappingPath } from './mapping-path.ts'

type Members = Readonly<Record<string, unknown>>

/** Members and what of them is claimed. */
interface Claims {
  isWhole: boolean
  readonly members: Map<string, Claims>
  /** Of each item, where the value is a list. */
  items: Claims | undefined
}

export type Remainder = (record: Members) => Record<string, unknown>

/**
 * Compiles it. A container of which nothing remains goes too. One item of a list (`[0]`, `[id=4]`) is never taken out:
 * the others would be found at other places, and by a client that sends the record back, lost.
 */
export function compileRemainder(claimed: readonly MappingPath[]): Remainder {
  const root = createClaims()
  for (const path of claimed) claim(root, path)
  let shape: RemainderShape | undefined
  let shapes = 0
  return (record) => {
    const names = Object.keys(record)
    if (shape !== undefined && isSame(names, shape.names)) return fillShape(shape, record)
    if (shapes < mostShapes && !names.includes('__proto__')) {
      shapes++
      shape = createShape(names, root.members)
      return fillShape(shape, record)
    }
    return (takeOut(record, root.members) ?? {}) as Record<string, unknown>
  }
}

/** Records of a page mostly have the same members: what remains of the last one is a template for the next (`record-shapes.ts` says what it is good for). */
interface RemainderShape {
  readonly names: readonly string[]
  readonly remaining: readonly string[]
  /** Containers that something is taken out of. */
  readonly partly: readonly (readonly [name: string, claims: Claims])[]
  readonly template: Readonly<Record<string, unknown>>
}

/** Where records have as many different shapes as this, templates are not worth their making. */
const mostShapes = 200

function createShape(names: readonly string[], claimed: ReadonlyMap<string, Claims>): RemainderShape {
  const remaining = names.filter((name) => !claimed.has(name))
  const partly = [...claimed].filter(([name, { isWhole }]) => !isWhole && names.includes(name))
  return { names, remaining, partly, template: createTemplate(remaining) }
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false
  for (let at = 0; at < names.length; at++) if (names[at] !== others[at]) return false
  return true
}

function fillShape({ remaining, partly, template }: RemainderShape, record: Members): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...template }
  for (const name of remaining) copy[name] = record[name]
  for (const [name, claims] of partly) {
    const value = remain(record[name], claims)
    if (value !== undefined) copy[name] = value
  }
  return copy
}

function createClaims(): Claims {
  return { isWhole: false, members: new Map(), items: undefined }
}

function claim(claims: Claims, path: MappingPath): void {
  const [step, ...rest] = path
  // `a[*]` is a, and what is counted is another field than its count.
  if (step === undefined || (step.kind === 'all' && step.filter === undefined && rest.length === 0)) claims.isWhole = true
  else if (step.kind === 'member') {
    const inner = claims.members.get(step.name) ?? createClaims()
    claims.members.set(step.name, inner)
    claim(inner, rest)
  } else if (step.kind === 'all') {
    claims.items ??= createClaims()
    claim(claims.items, rest)
  }
}

/** The value without what is claimed of it; undefined when that is all there was. */
function remain(value: unknown, claims: Claims): unknown {
  if (claims.isWhole) return undefined
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) return claims.members.size === 0 ? value : takeOut(value as Members, claims.members)
  const { items } = claims
  if (items === undefined) return value
  const remaining = value.map((item) => remain(item, items))
  return remaining.every(isNothing) ? undefined : remaining.map((item) => item ?? {})
}

/** What the items of a list are after all that they had was taken out: that they are there is told by the list of the fields. */
function isNothing(item: unknown): boolean {
  return item === undefined || (typeof item === 'object' && item !== null && Object.keys(item).length === 0)
}

function takeOut(record: Members, claimed: ReadonlyMap<string, Claims>): Members | undefined {
  const copy: Record<string, unknown> = {}
  let [isTouched, isEmpty] = [false, true]
  for (const name of Object.keys(record)) {
    const claims = claimed.get(name)
    const value = claims === undefined ? record[name] : remain(record[name], claims)
    if (claims !== undefined && value === undefined) isTouched = true
    else {
      isEmpty = false
      putMember(copy, name, value)
    }
  }
  return isTouched && isEmpty ? undefined : copy
}

function putMember(copy: Record<string, unknown>, name: string, value: unknown): void {
  // Assigned, it would be the prototype and no member.
  if (name === '__proto__') Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true })
  else copy[name] = value
}
