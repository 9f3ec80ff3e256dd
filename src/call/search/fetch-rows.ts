/** Rows of a search → records: out of the member that holds them, or read whole by the ids that they name. */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { FetchByIds } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import { compileReader } from '../../lib/json-path.ts'
import { buildSideRequest } from '../build-request.ts'
import { readContent } from '../read-content.ts'
import { type CallSession, sendToVendor } from '../send.ts'
import type { Plan } from '../types.ts'

/** True when rows are not the records themselves. */
export function needsRecords({ readItem, fetch }: CompiledResource): boolean {
  return readItem !== undefined || fetch !== undefined
}

/**
 * The records of some rows, each in the place of its row; undefined: it is gone by now. Throws vendor-unreadable (502) for a row without its record or id, and
 * what the vendor or the way to it answers.
 */
export async function fetchRecords(
  session: CallSession,
  { target, draft }: Pick<Plan, 'target' | 'draft'>,
  rows: readonly unknown[],
): Promise<readonly unknown[]> {
  const { readItem, fetch } = target.resource
  const items = readItem === undefined ? rows : rows.map((row) => demand(readItem(row)))
  if (fetch === undefined || items.length === 0) return items
  const readId = compileReader(fetch.id ?? 'id')
  const ids = items.map((item) => demandId(readId(item)))
  const records = new Map<string, unknown>()
  for (let at = 0; at < ids.length; at += fetch.max) {
    const query = [[fetch.parameter, ids.slice(at, at + fetch.max).join(',')], ...(draft.fetchQuery ?? [])] as const
    const found = await fetchByIds(session, fetch, { path: target.pathParameters, query })
    for (const record of found) records.set(demandId(readId(record)), record)
  }
  return ids.map((id) => records.get(id))
}

async function fetchByIds(
  session: CallSession,
  { vendorPath, rootKey }: FetchByIds,
  places: Pick<Parameters<typeof buildSideRequest>[1], 'path' | 'query'>,
): Promise<readonly unknown[]> {
  const request = buildSideRequest(session, { vendorPath, ...places })
  const content = await readContent(session, await sendToVendor(session, request), { expectJson: true })
  if (content.kind === 'empty') return []
  const value = content.kind !== 'json' ? undefined : rootKey === undefined ? content.value : compileReader(rootKey)(content.value)
  if (Array.isArray(value)) return value
  throw createError('vendor-unreadable', { params: { reason: 'the records of a search came in no list' } })
}

function demandId(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw createError('vendor-unreadable', { params: { reason: 'a row of a search came without its id' } })
}

function demand(value: unknown): unknown {
  if (value !== undefined && value !== null) return value
  throw createError('vendor-unreadable', { params: { reason: 'a row of a search came without its record' } })
}
