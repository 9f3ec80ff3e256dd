/**
 * Which list of one side is which of the other. Each `[*]` of the client's path answers to one of the vendor's, from the right;
 * a path with fewer of them takes or makes whole lists (`users` ↔ `Users[*]`, `names` ↔ `Users[*].first`) or means the first item.
 */
import { countLists, type MappingPath, type PathStep } from './mapping-path.ts'

export interface PathPair {
  readonly client: MappingPath
  readonly vendor: MappingPath
}

const all: PathStep = { kind: 'all' }
const first: PathStep = { kind: 'index', index: 0 }

/** Gives the same places with as many `[*]` on one side as on the other. `isVendorList`: the vendor's value is a list by its type. */
export function pairPaths(pair: PathPair, isVendorList: boolean): PathPair {
  const { client, vendor } = stripTrailing(pair)
  const surplus = countLists(client) - countLists(vendor)
  if (surplus < 0) {
    const listed = [...client, all]
    return { client: listed, vendor: replaceLeading(vendor, -surplus - 1, { kind: 'flat' }) }
  }
  if (surplus === 0) return { client, vendor }
  const widened = widenFilters(vendor, surplus)
  const named = countLists(widened) < countLists(client) && isVendorList ? [...widened, all] : widened
  return { client: replaceLeading(client, countLists(client) - countLists(named), first), vendor: named }
}

/** `users[*]` is `users` where the other side speaks of its list as a whole. */
function stripTrailing({ client, vendor }: PathPair): PathPair {
  const surplus = countLists(client) - countLists(vendor)
  if (surplus > 0 && client.at(-1)!.kind === 'all') return { client: client.slice(0, -1), vendor }
  if (surplus < 0 && vendor.at(-1)!.kind === 'all') return { client, vendor: vendor.slice(0, -1) }
  return { client, vendor }
}

function replaceLeading(path: MappingPath, count: number, by: PathStep): MappingPath {
  let left = count
  return path.map((step) => (step.kind === 'all' && left-- > 0 ? by : step))
}

/** `main[*].name` ↔ `Products[main=true].name`: all that fulfil the filter, not the first. */
function widenFilters(path: MappingPath, count: number): MappingPath {
  let left = count
  return path.map((step) => (step.kind === 'filter' && left-- > 0 ? { kind: 'all', filter: step.filter } : step))
}
