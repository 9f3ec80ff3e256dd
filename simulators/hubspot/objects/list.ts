// `GET /crm/v3/objects/{type}`: pages in order of ids. `after` is where the next page begins, whatever came or went meanwhile.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call } from '../call.ts'
import { createInvalidError } from '../errors.ts'
import { findPosition, findTable } from '../portal.ts'
import { findType } from './find-type.ts'
import { readSelection, renderRecord } from './render.ts'

/** Lists living or, with `archived=true`, archived records. */
export function listRecords(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  const selection = readSelection(call, type)
  const limit = readLimit(call, { standard: 10, most: selection.history.length > 0 ? 50 : 100 })
  const table = findTable(call.portal, type)
  const records = call.query.get('archived') === 'true' ? [...table.archived].sort((a, b) => Number(a.id) - Number(b.id)) : table.living
  const start = findPosition(records, readAfter(call))
  const page = records.slice(start, start + limit)
  const last = page.at(-1)
  const body: Record<string, unknown> = { results: page.map((record) => renderRecord(call, type, { record, selection })) }
  if (last && start + limit < records.length) body['paging'] = formatNext(call, String(Number(last.id) + 1))
  return answerOk(body)
}

/** The page size. @throws ApiError 400 when it is no number or more than the most, unless a knob lowers it */
export function readLimit(call: Call, bounds: { standard: number; most: number }): number {
  const text = call.query.get('limit')
  if (text === null || text === '') return bounds.standard
  if (!/^\d+$/.test(text)) throw createInvalidError(`Failed to parse query parameter limit: ${JSON.stringify(text)} is not a valid integer`)
  const limit = Number(text)
  if (limit === 0) return bounds.standard
  if (limit > bounds.most && call.options.listLimitBeyondMost === 'refuse') {
    throw createInvalidError(`Invalid limit: ${limit}. The maximum is ${bounds.most}.`)
  }
  return Math.min(limit, bounds.most)
}

function readAfter(call: Call): number {
  const text = call.query.get('after')
  if (text === null || text === '') return 0
  if (!/^\d{1,15}$/.test(text)) throw createInvalidError(`Invalid paging cursor: ${text}`)
  return Number(text)
}

/** `paging` of a reply: the next page's `after`, and a link that asks for it. */
export function formatNext(call: Call, after: string): Record<string, unknown> {
  const query = new URLSearchParams(call.query)
  query.delete('hapikey')
  query.set('after', after)
  return { next: { after, link: `${call.origin}${call.path}?${query}` } }
}
