/** GET /audit-logs and its lists by what was changed (contract 10): who did what, from where. */
import type { Clock } from '../lib/clock.ts'
import { createError } from '../lib/errors.ts'
import { parseId } from '../lib/ids.ts'
import { formatMilliseconds } from '../lib/instant.ts'
import { createPageToken, readWholePart } from '../lib/page-token.ts'
import { readPageSize, writePageHeaders } from '../lib/platform-page.ts'
import { pageParameters, type QueryParameter } from '../lib/query-parameters.ts'
import { demandStorable, readText } from '../lib/query-values.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import { readScope } from '../usage/scope.ts'
import { rangeParameters, readRange } from '../usage/time-range.ts'
import { type LogPlace, type LogRow, type LogSubject, selectLogs } from './log-store.ts'
import type { AuditArea } from './record-change.ts'

export interface AuditRouteParts {
  readonly database: Pick<Database, 'db'>
  readonly clock: Clock
}

const query: readonly QueryParameter[] = [
  ...rangeParameters,
  { name: 'userId', description: 'Done by this user' },
  { name: 'accountId', description: 'Done in this account' },
  ...pageParameters.filter(({ name }) => name !== 'page'),
]
const lists: readonly (readonly [AuditArea, below: string])[] = [
  ['authentication', ''],
  ['common-resources', ''],
  ['common-resources', '/:name'],
  ['element-instances', ''],
  ['element-instances', '/:id'],
  ['elements', ''],
  ['elements', '/:id'],
  ['formula-instances', ''],
  ['formulas', ''],
  ['formulas', '/:id'],
]
const limits = { usual: 100, longest: 2000 }
/** Behind which row a page begins. */
const placeToken = createPageToken<LogPlace>('audit', {
  micros: (text) => (/^\d{1,16}$/.test(text) ? text : undefined),
  id: readWholePart,
})

/** The routes: `viewLogsOrg` shows what was done in the organization, `viewLogsAccount` what was done in the account. */
export function createAuditRoutes(parts: AuditRouteParts): Route[] {
  const route = (path: string, readSubject: (request: RouteRequest) => LogSubject): Route => ({
    ...{ method: 'GET', path, access: 'caller', query },
    handle: (request) => listLogs(parts, request, readSubject(request)),
  })
  return [
    route('/audit-logs', () => ({})),
    ...lists.map(([area, below]) =>
      route(`/audit-logs/${area}${below}`, ({ params }) => ({
        area,
        ...(params['id'] !== undefined && { entityId: params['id'] }),
        ...(params['name'] !== undefined && { entityName: params['name'] }),
      })),
    ),
  ]
}

/** Throws no-audit-logs (404) when there is nothing, missing-privilege (403), invalid-parameter, page-token-damaged (400). */
async function listLogs({ database: { db }, clock }: AuditRouteParts, request: RouteRequest, subject: LogSubject): Promise<RouteReply> {
  demandStorable(request.query)
  const range = readRange(request.query, clock())
  const page = readPageSize(request.query, limits)
  const after = placeToken.read(request.query)
  const scope = await readScope(db, request.caller!, { accountIds: readText(request.query, 'accountId') ?? '' })
  const userText = readText(request.query, 'userId')
  // Who is nobody has done nothing.
  const userId = userText === undefined ? undefined : (parseId(userText) ?? 0)
  const rows = Object.values(subject).some((text) => text.includes('\0'))
    ? []
    : await selectLogs(db, { ...scope, range, subject, userId }, { after, limit: page.size + 1 })
  if (rows.length === 0) throw createError('no-audit-logs')
  const shown = rows.slice(0, page.size)
  const next = rows.length > shown.length ? placeToken.write(shown.at(-1)!) : undefined
  return {
    headers: writePageHeaders(page, { returned: shown.length, next }),
    body: shown.map(showLog),
  }
}

/** As the original's schema has it: the id is text, and what is not known is left out (contract 1.12). */
function showLog(row: LogRow) {
  const shown = {
    id: String(row.id),
    timestamp: formatMilliseconds(row.created_at.getTime()),
    method: row.method,
    resource_uri: row.resource_uri,
    status: row.status,
    ip_address: row.ip_address,
    user_id: row.user_id,
    account_id: row.account_id,
    org_id: row.organization_id,
    entity_id: row.entity_id,
    instance_id: row.instance_id,
  }
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null))
}
