/** GET /instances: filters and paging (contract 1.8, 3.1, 3.4, 7). A `nextPage` token names the last instance seen, so that nothing shifts under a walk. */
import { type Columns, parseCondition } from '../identity/where-sql.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { createPageToken, readWholePart } from '../lib/page-token.ts'
import { type PageSize, readPageOffset, readPageSize, writePageHeaders } from '../lib/platform-page.ts'
import { pageParameters, type QueryParameter, whereParameter } from '../lib/query-parameters.ts'
import { demandStorable, readText } from '../lib/query-values.ts'
import type { RouteReply } from '../lib/route.ts'
import { openRecord } from './instance-record.ts'
import { countByElement, countRows, type InstanceFilter, listRows, type Slice } from './instance-store.ts'
import { type InstancesParts, scopeOf } from './parts.ts'
import { findElement, show } from './read.ts'

export interface Listing {
  readonly caller: Caller
  readonly query: QueryValues
  /** From the path: instances of one element. */
  readonly elementKeyOrId?: string | undefined
}

/** What `where` may name: wire name → column. */
const searchable: Columns = {
  id: { name: 'i.id', type: 'number' },
  name: { name: 'i.name', type: 'text' },
  key: { name: 'i.element_key', type: 'text' },
  'element.key': { name: 'i.element_key', type: 'text' },
}

const limits = { usual: 200, longest: 2000 }
const placeToken = createPageToken('instance', { id: readWholePart })

/** What the query of a list of instances takes. */
export const instanceListParameters: readonly QueryParameter[] = [
  whereParameter,
  { name: 'tags[]', description: 'Those with this tag; of several, with all of them' },
  { name: 'searchText', description: 'Those with this text in their name, or in the name or key of their element' },
  { name: 'hydrate', description: 'false: without their configuration', type: 'boolean' },
  ...pageParameters,
]

/** Throws no-instances (404) when nothing matches, invalid-parameter, query-malformed, page-token-damaged (400). */
export async function listInstances(parts: InstancesParts, { caller, query, elementKeyOrId }: Listing): Promise<RouteReply> {
  demandStorable(query)
  const { db } = parts.database
  const elementId = elementKeyOrId === undefined ? undefined : (await findElement(parts, caller, elementKeyOrId)).id
  const selection = { scope: scopeOf(caller), filter: await readFilter(parts, { caller, query }, elementId) }
  const page = readPageSize(query, limits)
  const rows = await listRows(db, selection, { ...readStart(query, page), limit: page.size + 1 })
  if (rows.length === 0) throw createError('no-instances')
  const total = await countRows(db, selection)
  const sealer = await parts.sealerOf(caller.organizationId)
  const hydrate = readText(query, 'hydrate') !== 'false'
  const shown = rows.slice(0, page.size)
  const body: object[] = []
  for (const row of shown) body.push(await show(parts, openRecord(sealer, row), hydrate))
  const next = rows.length > shown.length ? placeToken.write(shown.at(-1)!) : undefined
  return { headers: writePageHeaders(page, { returned: shown.length, total, next }), body }
}

/** GET /instances/count: the numbers of the caller's account. */
export async function countInstances(parts: InstancesParts, caller: Caller) {
  const rows = await countByElement(parts.database.db, scopeOf(caller))
  const elementInstances = rows.map((row) => ({ elementKey: row.element_key, elementId: row.element_id, count: row.count }))
  return { totalInstances: rows.reduce((sum, row) => sum + row.count, 0), elementInstances }
}

async function readFilter(parts: InstancesParts, { caller, query }: Listing, elementId: number | undefined): Promise<InstanceFilter> {
  const where = readText(query, 'where')
  const tags = [query['tags[]'] ?? query['tags'] ?? []].flat().filter((tag) => tag !== '')
  const text = readText(query, 'searchText')
  return {
    ...(elementId === undefined ? {} : { elementId }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(where ? { where: parseCondition(where, searchable) } : {}),
    ...(text ? { searchText: { text, elementIds: await findElementIds(parts, caller, text) } } : {}),
  }
}

/** The search looks into the name and the key of the element as well. */
async function findElementIds({ catalog }: InstancesParts, caller: Caller, text: string): Promise<number[]> {
  const wanted = text.toLowerCase()
  const isWanted = ({ name, key }: { name: string; key: string }) =>
    name.toLowerCase().includes(wanted) || key.toLowerCase().includes(wanted)
  return (await catalog.list(caller)).filter(isWanted).map(({ id }) => id)
}

/** The token beats the page (contract 7); page 0 is the first (contract 15). */
function readStart(query: QueryValues, { size }: PageSize): Omit<Slice, 'limit'> {
  const after = placeToken.read(query)?.id
  return after === undefined ? { offset: readPageOffset(query, size) } : { after }
}
