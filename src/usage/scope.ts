/** Whose usage a caller is shown: the organization's with `viewLogsOrg`, otherwise the own account's with `viewLogsAccount`. */
import type { Kysely } from 'kysely'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { parseId } from '../lib/ids.ts'
import type { QueryParameter } from '../lib/query-parameters.ts'
import { readList } from '../lib/query-values.ts'
import type { Tables } from '../store/tables.ts'

export interface UsageScope {
  readonly organizationId: number
  /** Undefined: all accounts of the organization, also those that are gone. */
  readonly accountIds: readonly number[] | undefined
}

export const accountsParameter: QueryParameter = { name: 'accountIds[]', description: 'Of these accounts only' }

/** Throws missing-privilege (403) for a caller who may see no logs, and for an account that is not among those it may see. */
export async function readScope(db: Kysely<Tables>, caller: Caller, query: QueryValues): Promise<UsageScope> {
  const { organizationId, accountId, privileges } = caller
  const isWide = privileges.has('viewLogsOrg')
  if (!isWide && !privileges.has('viewLogsAccount')) throw refuse('see the logs of the account')
  const asked = [...new Set(readList(query, 'accountIds'))]
  if (asked.length === 0) return { organizationId, accountIds: isWide ? undefined : [accountId] }
  const accountIds = asked.map((text) => parseId(text) ?? 0)
  const visible = isWide ? await selectAccounts(db, organizationId, accountIds) : [accountId]
  const hidden = accountIds.findIndex((id) => !visible.includes(id))
  if (hidden !== -1) throw refuse(`see the logs of account ${asked[hidden]!.slice(0, 40)}`)
  return { organizationId, accountIds }
}

function refuse(action: string) {
  return createError('missing-privilege', { params: { action } })
}

async function selectAccounts(db: Kysely<Tables>, organizationId: number, ids: readonly number[]): Promise<number[]> {
  const rows = await db.selectFrom('accounts').select('id').where('organization_id', '=', organizationId).where('id', 'in', ids).execute()
  return rows.map(({ id }) => id)
}
