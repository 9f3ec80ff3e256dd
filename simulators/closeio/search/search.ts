// `POST /data/search/`: query, sort, `_fields`, counts, and cursors that keep a result for half a minute.
import { randomBytes } from 'node:crypto'
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { InvalidRequest } from '../errors.ts'
import { compareKeys } from '../filter.ts'
import { listNewest } from '../list.ts'
import { contactKind, leadKind } from '../resources/kinds.ts'
import type { Row } from '../tenant.ts'
import { readTime } from '../time.ts'
import { renderRow } from '../view.ts'
import { compileQuery, findObjectType } from './compile.ts'
import { findField } from './fields.ts'

export const searchRoutes: Routes = { 'POST /data/search/': search }

const kinds = { lead: leadKind, contact: contactKind }

function search(call: Call): Answer {
  const { query, cursor, results_limit: cap, include_counts: counts } = call.body
  const limit = readLimit(call)
  const objectType = findObjectType(query)
  const names = readNames(call, objectType)
  const place = typeof cursor === 'string' && cursor !== '' ? findCursor(call, cursor) : { ids: findIds(call, objectType), at: 0 }
  const { ids, at } = place
  const most = Math.min(typeof cap === 'number' ? cap : Number.POSITIVE_INFINITY, call.options.searchMaximum)
  const end = Math.min(at + limit, ids.length, most)
  const data = ids.slice(at, end).flatMap((id) => showHit(call, objectType, { id, names }))
  const hasMore = end < Math.min(ids.length, most)
  const next = hasMore ? writeCursor(call, ids, end) : null
  const count = counts === true ? { count: { limited: Math.min(ids.length, most), total: ids.length } } : {}
  return answerOk({ data, cursor: next, ...count })
}

function findIds(call: Call, objectType: keyof typeof kinds): string[] {
  const context = { tenant: call.tenant, now: call.now, offsetHours: call.offsetHours, userId: call.user.id }
  const test = compileQuery(call.body['query'], objectType, context)
  const rows = listNewest(call, call.tenant.tables[kinds[objectType].table]).filter(test)
  return sortRows(call, objectType, rows).map((row) => row.id)
}

function sortRows(call: Call, objectType: string, rows: Row[]): Row[] {
  const sort = call.body['sort'] ?? []
  if (!Array.isArray(sort)) throw new InvalidRequest({ sort: 'Input should be a valid list' })
  if (sort.length === 0) return rows
  const keys = (sort as Record<string, unknown>[]).map((each) => {
    const field = findField(call.tenant, objectType, each['field'])
    if (field.kind === 'reference') throw new InvalidRequest({ sort: 'References cannot be sorted by.' })
    const sign = each['direction'] === 'desc' ? -1 : 1
    return (row: Row) => ({ sign, key: readSortKey(field.read(row, call.tenant), field.kind) })
  })
  const keyed = rows.map((row) => ({ row, keys: keys.map((each) => each(row)) }))
  keyed.sort((left, right) => {
    for (const [at, { sign, key }] of left.keys.entries()) {
      const order = compareKeys(key, right.keys[at]?.key)
      if (order !== 0) return sign * order
    }
    return 0
  })
  return keyed.map((each) => each.row)
}

function readSortKey(value: unknown, kind: string): unknown {
  return kind === 'moment' && typeof value === 'string' ? readTime(value) : value
}

function readLimit(call: Call): number {
  const limit = call.body['_limit'] ?? call.options.defaultLimit
  if (typeof limit !== 'number' || !Number.isInteger(limit)) throw new InvalidRequest({ _limit: 'Input should be a valid integer' })
  if (limit < 0) throw new InvalidRequest({ _limit: 'Input should be greater than or equal to 0' })
  const { maximumLimit } = call.options
  if (limit > maximumLimit) throw new InvalidRequest({ _limit: `Input should be less than or equal to ${maximumLimit}` })
  return limit
}

// Without `_fields` a hit is its id alone.
function readNames(call: Call, objectType: string): ReadonlySet<string> {
  const fields = call.body['_fields']
  if (fields === undefined || fields === null) return new Set(['id'])
  const names = (fields as Record<string, unknown>)[objectType] ?? ['id']
  if (typeof fields !== 'object' || !Array.isArray(names)) throw new InvalidRequest({ _fields: 'Input should be a valid dictionary' })
  return new Set(names as string[])
}

function showHit(call: Call, objectType: keyof typeof kinds, hit: { id: string; names: ReadonlySet<string> }): object[] {
  const kind = kinds[objectType]
  const table = call.tenant.tables[kind.table]
  const row = table.rows.get(hit.id) ?? table.ghosts.get(hit.id)?.row
  return row ? [{ __object_type: objectType, ...renderRow(kind.view, row, { tenant: call.tenant, names: hit.names }) }] : []
}

function writeCursor(call: Call, ids: string[], at: number): string {
  dropOldCursors(call)
  const cursor = randomBytes(24).toString('base64url')
  call.cursors.set(cursor, { ids, at, tenant: call.tenant.id, issuedAt: call.now })
  return cursor
}

function findCursor(call: Call, cursor: string): { ids: string[]; at: number } {
  const found = call.cursors.get(cursor)
  if (!found || found.tenant !== call.tenant.id) throw new InvalidRequest({ cursor: 'Invalid cursor' })
  if (call.now - found.issuedAt >= call.options.cursorSeconds * 1000) throw new InvalidRequest({ cursor: 'Expired cursor' })
  return found
}

// Expired ones are kept ten times as long, so that they are told from invented ones.
function dropOldCursors(call: Call): void {
  const life = call.options.cursorSeconds * 10_000
  for (const [name, each] of call.cursors) {
    if (call.now - each.issuedAt < life) break
    call.cursors.delete(name)
  }
}
