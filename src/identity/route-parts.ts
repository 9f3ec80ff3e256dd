/** What the routes of identity work with, and what they read from a request alike. */
import type { Transaction } from 'kysely'
import { Type } from 'typebox'
import { createError, type ErrorCode } from '../lib/errors.ts'
import { readOffsetPage, writeCountedHeaders } from '../lib/platform-page.ts'
import { pageParameters, type QueryParameter, whereParameter } from '../lib/query-parameters.ts'
import { readSwitch, readText } from '../lib/query-values.ts'
import type { RouteReply, RouteRequest } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import type { Tables } from '../store/tables.ts'
import type { ListOptions, Rows } from './directory-store.ts'
import type { Keyring } from './keyring.ts'
import { type Columns, parseCondition } from './where-sql.ts'

export interface RouteParts {
  readonly database: Database
  readonly keyring: Keyring
  /** Drops what this process remembers of callers. */
  readonly forget: () => void
  /** Told, in the transaction that does it, when an account or a user is closed or deleted. */
  readonly onClosed: readonly OnClosed[]
}

/** An account or a user that may call no more. */
export interface Closing {
  readonly organizationId: number
  readonly accountId: number
  /** Absent: the whole account. */
  readonly userId?: number
  /** What it had goes too: instances, and with an account its users. */
  readonly permanent: boolean
}

/** What it resolves with is run after the transaction, and nobody waits for it. */
export type OnClosed = (transaction: Transaction<Tables>, closing: Closing) => Promise<(() => Promise<void>) | undefined>

/** What lists of the directory take. */
export const listParameters: readonly QueryParameter[] = [
  whereParameter,
  ...pageParameters,
  { name: 'offset', description: 'How many to leave out, in place of page', type: 'integer' },
  { name: 'includeInactive', description: 'With those that are not active', type: 'boolean' },
]

export const includeInactiveParameter: QueryParameter = {
  name: 'includeInactive',
  description: 'Also when it is not active',
  type: 'boolean',
}

export const permanentParameter: QueryParameter = {
  name: 'permanent',
  description: 'With active false: what it had goes for good',
  type: 'boolean',
}

const notBlank = '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$'
const name = { pattern: notBlank, description: 'text that is not blank, without NUL', maxLength: 255 }
/** A name in a body: some text that is not blank. */
export const nameSchema = Type.String(name)
/** The same where it may be left out or null. */
export const optionalNameSchema = Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], ...name }))
/** Any text, left out or null. */
export const optionalTextSchema = Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 4000 }))
export const optionalSwitchSchema = Type.Optional(Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }))

/** Options of a list; throws query-malformed, invalid-parameter (400). */
export function readListOptions({ query }: RouteRequest, columns: Columns): ListOptions {
  const where = readText(query, 'where')
  return {
    where: where === undefined ? undefined : parseCondition(where, columns),
    page: readOffsetPage(query, { usual: 200, longest: 5000 }),
    includeInactive: readSwitch(query, 'includeInactive'),
  }
}

/** A page of a list; throws `none` (404) when nothing was found. */
export async function replyFound<Row>(
  { page }: ListOptions,
  { rows, total }: Rows<Row>,
  { none, show }: { none: ErrorCode; show: (rows: readonly Row[]) => readonly object[] | Promise<readonly object[]> },
): Promise<RouteReply> {
  if (rows.length === 0) throw createError(none)
  return { headers: writeCountedHeaders(page, { returned: rows.length, total }), body: await show(rows) }
}
