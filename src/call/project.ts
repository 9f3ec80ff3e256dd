/**
 * `fields=a,b.c`: the platform's projection on hub names (contract 6.4). What was asked for is answered and nothing else, ids included only when named.
 * Names are understood as in `where`: in any case where no member is spelt so, and without the member that an object's own fields are nested in.
 */
import type { DeclaredNames } from '../elements/compile/declared-names.ts'

export interface Projection {
  readonly project: (record: unknown) => unknown
  /** Names that no record had and the element does not declare; none before there was a record. */
  readonly listMissing: () => readonly string[]
}

/** Compiles a list of dotted paths; a path into a list of objects picks from each of them. Nulls must still stand in the records: a null is there. */
export function compileProjection(
  paths: readonly string[],
  { into, has, mayHave }: Pick<DeclaredNames, 'into' | 'has' | 'mayHave'>,
): Projection {
  const missing = new Set(paths.filter((path) => !has(path)))
  const inside = (path: string) => into === undefined || mayHave(path) || path === into || path.startsWith(`${into}.`)
  const wanted = paths.flatMap((path): Wanted[] => [
    { path, asked: path, isGuess: false },
    ...(inside(path) ? [] : [{ path: `${into}.${path}`, asked: path, isGuess: true }]),
  ])
  const pick = compilePick(wanted, missing)
  let isEmpty = true
  return {
    project(record) {
      isEmpty &&= Array.isArray(record) && record.length === 0
      return pick(record)
    },
    listMissing: () => (isEmpty ? [] : [...missing]),
  }
}

interface Wanted {
  readonly path: string
  /** The client's word for it. */
  readonly asked: string
  /** True: it may be elsewhere, so that no empty member stands for it. */
  readonly isGuess: boolean
}

interface Member {
  readonly name: string
  /** Who asked for the whole of it, and what is asked of its own members. */
  readonly whole: string[]
  readonly within: Wanted[]
}

type PickOf = (value: unknown) => unknown

function compilePick(wanted: readonly Wanted[], missing: Set<string>): PickOf {
  const find = compileFind(groupMembers(wanted))
  const inner = new Map<Member, PickOf>()
  const pickWithin = (member: Member, value: unknown) => {
    const known = inner.get(member) ?? compilePick(member.within, missing)
    inner.set(member, known)
    return known(value)
  }
  const forget = (asked: Iterable<string>) => {
    for (const each of asked) missing.delete(each)
  }
  return function pick(value): unknown {
    if (typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 0)) {
      forget(wanted.map(({ asked }) => asked))
      return value
    }
    if (Array.isArray(value)) return value.map(pick)
    const picked: [string, unknown][] = []
    for (const [name, member] of Object.entries(value)) {
      const found = find(name, value)
      if (found === undefined) continue
      forget(found.whole)
      const part = found.whole.length > 0 ? member : pickWithin(found, member)
      if (found.whole.length > 0 || !found.within.every(({ isGuess }) => isGuess) || hasMembers(part)) picked.push([name, part])
    }
    return Object.fromEntries(picked)
  }
}

/** By the first name of each path; a flat record may hold a dotted name as it is. */
function groupMembers(wanted: readonly Wanted[]): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>()
  const open = (name: string) => {
    const member = members.get(name) ?? { name, whole: [], within: [] }
    members.set(name, member)
    return member
  }
  for (const each of wanted) {
    const dot = each.path.indexOf('.')
    open(each.path).whole.push(each.asked)
    if (dot !== -1) open(each.path.slice(0, dot)).within.push({ ...each, path: each.path.slice(dot + 1) })
  }
  return members
}

/** What is wanted of a member of a record: by its very name, or by one in another case that the record does not have. */
function compileFind(members: ReadonlyMap<string, Member>): (name: string, record: object) => Member | undefined {
  const alike = Map.groupBy(members.values(), ({ name }) => name.toLowerCase())
  const known = new Map<string, readonly Member[]>()
  const joined = new Map<string, Member>()
  return (name, record) => {
    const candidates = known.get(name) ?? alike.get(name.toLowerCase()) ?? []
    known.set(name, candidates)
    const found = candidates.filter((member) => member.name === name || !Object.hasOwn(record, member.name))
    if (found.length < 2) return found[0]
    const key = found.map((member) => member.name).join('\0')
    const both = joined.get(key) ?? { name, whole: found.flatMap(({ whole }) => whole), within: found.flatMap(({ within }) => within) }
    joined.set(key, both)
    return both
  }
}

function hasMembers(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}
