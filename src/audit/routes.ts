/** GET /audit-logs and its lists by what was changed (contract 10): who did what, from where. */
import type { Clock } from '../lib/clock.ts'
import { createError } from '../lib/errors.ts'
import { parseId } from '../lib/ids.ts'
import { formatMilliseconds } from '../lib/instant.ts'
import { pageParameters, type QueryParameter } from '../lib/query-parameters.ts'
import { demandStorable, readNextPage, readText, readWholeNumber } from '../lib/query-values.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import { readScope } from '../usage/scope.ts'
import { rangeParameters, readRange } from '../usage/time-range.ts'
import { type LogRow, type LogSubject, selectLogs } from './log-store.ts'
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
const defaultPageSize = 100
const longestPage = 2000

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
  const asked = readWholeNumber(request.query, 'pageSize', 1) ?? defaultPageSize
  const size = Math.min(asked, longestPage)
  const token = readNextPage(request.query)
  const after = token === undefined ? undefined : readToken(token)
  const scope = await readScope(db, request.caller!, { accountIds: readText(request.query, 'accountId') ?? '' })
  const userText = readText(request.query, 'userId')
  // Who is nobody has done nothing.
  const userId = userText === undefined ? undefined : (parseId(userText) ?? 0)
  const rows = Object.values(subject).some((text) => text.includes('\0'))
    ? []
    : await selectLogs(db, { ...scope, range, subject, userId }, { after, limit: size + 1 })
  if (rows.length === 0) throw createError('no-audit-logs')
  const page = rows.slice(0, size)
  return {
    headers: {
      'Elements-Returned-Count': String(page.length),
      ...(rows.length > size && { 'Elements-Next-Page-Token': writeToken(page.at(-1)!) }),
      ...(asked > size && { 'Elements-Error': `pageSize ${asked} is above the maximum; ${size} was used` }),
    },
    body: page.map(showLog),
  }
}

function showLog(row: LogRow) {
  return {
    id: row.id,
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
}

function writeToken({ micros, id }: LogRow): string {
  return Buffer.from(`audit:${micros}:${id}`).toString('base64url')
}

function readToken(token: string) {
  const match = /^audit:(\d{1,16}):(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString())
  if (match === null) throw createError('page-token-damaged')
  return { micros: match[1]!, id: Number(match[2]) }
}
