/** A path of a mapping (contract 9.3) as steps: `a.b`, `a[*].b`, `a[0].b`, `a[id=4].b`, `a[?(@.x.y==true)].z`, `a[*].size()`, `a['odd.name']`. */
import { type ItemFilter, parseItemFilter } from './item-filter.ts'

export type PathStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  /** The first item that fulfils it. */
  | { readonly kind: 'filter'; readonly filter: ItemFilter }
  /** Every item, or every one that fulfils the filter. */
  | { readonly kind: 'all'; readonly filter?: ItemFilter }
  /** Every item, and what stands in each is joined to one list; comes of pairing only. */
  | { readonly kind: 'flat' }
  /** How many items; can only be read. */
  | { readonly kind: 'size' }

export type MappingPath = readonly PathStep[]

/** Deeper records than this are refused at the door. */
const mostSteps = 32

/** @throws {SyntaxError} saying what is wrong where, when the text is no path. */
export function parseMappingPath(path: string): MappingPath {
  const steps: PathStep[] = []
  let at = 0
  while (at < path.length || steps.length === 0) {
    const { step, end } = path[at] === '[' ? readBracket(path, at) : readName(path, at)
    if (steps.length === 0 && step.kind !== 'member') throw refusePath(path, 'expected a name', at)
    steps.push(step)
    at = end
    if (at < path.length && path[at] !== '[') {
      if (path[at] !== '.' || at + 1 === path.length) throw refusePath(path, 'expected a dot or a bracket', at)
      at++
      if (path[at] === '[') throw refusePath(path, 'expected a name', at)
    }
    if (steps.length > mostSteps) throw new SyntaxError(`${JSON.stringify(path)} has more than ${mostSteps} steps`)
  }
  return countItems(steps, path)
}

interface ReadStep {
  readonly step: PathStep
  readonly end: number
}

function readName(path: string, at: number): ReadStep {
  const [name] = /^[^.[\]]*/.exec(path.slice(at))!
  if (name === '') throw refusePath(path, 'expected a name', at)
  return { step: createMember(name, path), end: at + name.length }
}

/** `size()` is a member's name until here: it is the count where it stands last. */
function countItems(steps: readonly PathStep[], path: string): MappingPath {
  const last = steps.at(-1)!
  if (last.kind !== 'member' || last.name !== 'size()') return steps
  if (steps.length === 1) throw refusePath(path, 'expected a list before size()', 0)
  const counted = steps.slice(0, -1)
  return [...(counted.at(-1)!.kind === 'all' ? counted.slice(0, -1) : counted), { kind: 'size' }]
}

function readBracket(path: string, at: number): ReadStep {
  const close = findClose(path, at)
  const inner = path.slice(at + 1, close).trim()
  return { step: createBracketStep(inner, path, at), end: close + 1 }
}

/** The bracket that closes the one at `open`; quoted ones do not count. */
function findClose(path: string, open: number): number {
  let quote: string | undefined
  for (let at = open + 1; at < path.length; at++) {
    const character = path[at]!
    if (quote !== undefined) quote = character === quote ? undefined : quote
    else if (character === "'" || character === '"') quote = character
    else if (character === ']') return at
  }
  throw refusePath(path, 'the bracket is not closed', open)
}

function createBracketStep(inner: string, path: string, at: number): PathStep {
  if (inner === '*') return { kind: 'all' }
  if (/^\d{1,4}$/.test(inner)) return { kind: 'index', index: Number(inner) }
  const quoted = /^(['"])(.+)\1$/.exec(inner)
  if (quoted !== null) return createMember(quoted[2]!, path)
  const filter = parseItemFilter(inner)
  if (filter === undefined) throw refusePath(path, "expected [*], [n], [name=value], [?(@.name==value)] or ['name']", at)
  return { kind: 'filter', filter }
}

function createMember(name: string, path: string): PathStep {
  // A document may come from anybody: no path may reach the prototype that all objects share.
  if (name === '__proto__') throw new SyntaxError(`${JSON.stringify(path)} is not a path: __proto__ is no member`)
  return { kind: 'member', name }
}

function refusePath(path: string, problem: string, at: number): SyntaxError {
  return new SyntaxError(`${JSON.stringify(path)} is not a path: ${problem} at position ${at + 1}`)
}

/** A text that is equal for steps that lead to the same place. */
export function printSteps(steps: MappingPath): string {
  return JSON.stringify(steps.map((step) => ('filter' in step ? [step.kind, step.filter?.text] : step)))
}

/** How many lists the path runs through. */
export function countLists(steps: MappingPath): number {
  return steps.filter(({ kind }) => kind === 'all').length
}
