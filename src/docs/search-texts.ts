/** What a list can be searched and sorted by, in words: what the vendor does, and what is checked here over a bounded number of rows (contract 6.1). */
import type { CompiledResource } from '../elements/compile/compiled.ts'

/** Undefined: the list cannot be searched. */
export function describeSearch(resource: CompiledResource): string | undefined {
  if (!resource.isSearchable) return undefined
  const fields = listSearched(resource)
  const others = resourcesOf(resource).some(({ where }) => where?.fields.takesOthers === true)
  const asked = writeList(fields, others)
  const rest = resource.paging === undefined ? undefined : `are checked here, over at most ${resource.scanLimit} rows of the vendor's`
  if (asked === undefined) return rest && `All conditions ${rest}.`
  return `The vendor is searched by ${asked}.${rest === undefined ? '' : ` Other conditions ${rest}.`}`
}

/** Undefined: the list cannot be sorted. */
export function describeOrder(resource: CompiledResource): string | undefined {
  const orders = resourcesOf(resource).flatMap(({ orderBy }) => orderBy ?? [])
  const fields = new Set(orders.flatMap((order) => Object.keys(order.fields)))
  const most = Math.max(...orders.map(({ maxKeys }) => maxKeys ?? Number.POSITIVE_INFINITY))
  const asked = writeList(
    [...fields],
    orders.some(({ others }) => others === true),
  )
  const canScan = resource.paging !== undefined && resource.isSearchable
  const rest = canScan ? `is made here, of lists of at most ${resource.scanLimit} rows` : undefined
  if (asked === undefined) return rest && `The order ${rest}.`
  const together = Number.isFinite(most) ? `, by ${most} at once` : ''
  return `The vendor sorts by ${asked}${together}.${rest === undefined ? '' : ` Another order ${rest}.`}`
}

function resourcesOf(resource: CompiledResource): readonly CompiledResource[] {
  return [resource, ...resource.searches]
}

/** Fields with the operators that they have where these are not all. */
function listSearched(resource: CompiledResource): string[] {
  const operators = new Map<string, Set<string>>()
  for (const { where } of resourcesOf(resource)) {
    const fields = where?.fields.open()
    for (const path of fields?.searchable ?? []) {
      const known = operators.get(path) ?? new Set()
      for (const operator of Object.keys(fields?.filterOf(path)?.operators ?? {})) known.add(operator)
      operators.set(path, known)
    }
  }
  return [...operators].map(([path, known]) => (known.has('*') || known.size === 0 ? path : `${path} (${[...known].join(', ')})`))
}

function writeList(fields: readonly string[], others: boolean): string | undefined {
  const all = others ? [...fields, "other fields under the vendor's own names"] : fields
  return all.length === 0 ? undefined : all.join(', ')
}
