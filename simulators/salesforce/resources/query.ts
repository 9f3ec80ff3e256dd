// `query`, `queryAll`, and the locators that give what a batch had no room for.
import { answerOk, type Call, type Routes } from '../call.ts'
import { refuse } from '../errors.ts'
import { parseSoql } from '../soql/parse.ts'
import { runQuery } from '../soql/run.ts'
import { type Cursor, takeId } from '../tenant.ts'

export const queryRoutes: Routes = {
  'GET /query': (call) => answerQuery(call, false),
  'GET /queryAll': (call) => answerQuery(call, true),
  'GET /query/{locator}': continueQuery,
  'GET /queryAll/{locator}': continueQuery,
}

function answerQuery(call: Call, all: boolean) {
  const text = call.query.get('q')
  if (text === null) throw refuse(400, 'MALFORMED_QUERY', 'A query string has to be specified')
  return answerOk(runText(call, text, all))
}

/** The first batch of a query. @throws ApiError 400 as the vendor words it */
export function runText(call: Call, text: string, all: boolean): Record<string, unknown> {
  const { tenant, options, version } = call
  const found = runQuery({ tenant, options, now: call.by.now, version, all }, parseSoql(text))
  if (found.kind === 'count') return { totalSize: found.count, done: true, records: [] }
  if (found.kind === 'groups') return { totalSize: found.records.length, done: true, records: found.records }
  const batch = readBatchSize(call)
  const cursor: Cursor = { id: '', userId: call.by.userId, rows: found.rows, show: found.show, batch, expiresAt: 0 }
  return showBatch(call, cursor, 0)
}

function continueQuery(call: Call) {
  const [, id = '', from = ''] = /^(\w{18})-(\d{1,9})$/.exec(call.params['locator'] ?? '') ?? []
  const cursor = call.tenant.cursors.get(id)
  if (!cursor || cursor.expiresAt <= call.by.now || cursor.userId !== call.by.userId || Number(from) >= cursor.rows.length) {
    throw refuse(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
  }
  return answerOk(showBatch(call, cursor, Number(from)))
}

// Locators live two days; a user's oldest one goes when there are too many.
function showBatch(call: Call, cursor: Cursor, from: number): Record<string, unknown> {
  const to = from + cursor.batch
  const done = to >= cursor.rows.length
  if (!done && cursor.id === '') openCursor(call, cursor)
  return {
    totalSize: cursor.rows.length,
    done,
    ...(done ? {} : { nextRecordsUrl: `/services/data/${call.version}/query/${cursor.id}-${to}` }),
    records: cursor.rows.slice(from, to).map(cursor.show),
  }
}

function openCursor(call: Call, cursor: Cursor): void {
  const { cursors } = call.tenant
  cursor.id = takeId(call.tenant, '01g')
  cursor.expiresAt = call.by.now + call.options.locatorSeconds * 1000
  for (const old of cursors.values()) if (old.expiresAt <= call.by.now) cursors.delete(old.id)
  const own = [...cursors.values()].filter((each) => each.userId === cursor.userId)
  for (const old of own.slice(0, Math.max(0, own.length + 1 - call.options.openLocators))) cursors.delete(old.id)
  cursors.set(cursor.id, cursor)
}

function readBatchSize({ headers, options }: Call): number {
  const asked = /\bbatchSize\s*=\s*(\d+)/i.exec(String(headers['sforce-query-options'] ?? ''))?.[1]
  if (asked === undefined) return options.batchSize
  return Math.min(options.batchMaximum, Math.max(options.batchMinimum, Number(asked)))
}
