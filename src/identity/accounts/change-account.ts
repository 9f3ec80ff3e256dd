/** Changing, closing and reopening an account (contract 8.2): what it says of itself, and whether its users may call. */
import type { Transaction } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { channels, type Tables } from '../../store/tables.ts'
import { changeDirectory } from '../change-directory.ts'
import type { AccountRow } from '../directory-store.ts'
import { keepAdministrator } from '../keep-administrator.ts'
import { isOrganizationAdmin } from '../roles.ts'
import type { Closing, RouteParts } from '../route-parts.ts'

/** Members that are absent or null stay as they are. */
export interface AccountChange {
  readonly name?: string | null
  readonly description?: string | null
  readonly externalId?: string | null
  readonly active?: boolean | null
}

export interface ChangeOptions {
  /** With `active: false`: users and instances go for good. */
  readonly permanent: boolean
}

/** Throws missing-privilege (403) unless the caller administers the account. */
export function demandAccountAdmin(caller: Caller, account: Pick<AccountRow, 'id'>): void {
  const isAdmin = isOrganizationAdmin(caller.roles) || (account.id === caller.accountId && caller.roles.includes('admin'))
  if (!isAdmin) throw createError('missing-privilege', { params: { action: `change account ${account.id}` } })
}

/**
 * Changes an account of the organization; gives it as it is then. Deactivated, its users may call no more and what they have rests; reactivated, both are back.
 * Throws missing-privilege, account-not-closable, last-administrator (403).
 */
export async function changeAccount(
  parts: RouteParts,
  { caller, account, change }: { readonly caller: Caller; readonly account: AccountRow; readonly change: AccountChange },
  { permanent }: ChangeOptions,
): Promise<AccountRow> {
  demandAccountAdmin(caller, account)
  const switched = typeof change.active === 'boolean' && (change.active !== account.active || permanent)
  if (switched) demandClosable(caller, account)
  return runClosing(parts, async (transaction, close) => {
    if (switched && change.active === false) await close(closingOf(account, permanent))
    const row = await updateAccount(transaction, account.id, change)
    if (switched && change.active === false) await keepAdministrator(transaction, caller)
    await recordChange(transaction, { area: 'accounts', entityId: row.id, entityName: row.name, organizationId: row.organization_id })
    await parts.database.notify(channels.secrets, String(row.id), transaction)
    return row
  })
}

/** Deletes an account: its users and instances go, the row stays, inactive, and may be reactivated. Throws missing-privilege, account-not-closable (403). */
export function deleteAccount(parts: RouteParts, caller: Caller, account: AccountRow): Promise<AccountRow> {
  return changeAccount(parts, { caller, account, change: { active: false } }, { permanent: true })
}

/** Runs a change that closes accounts or users; what is left to do afterwards begins when it is committed. */
export async function runClosing<T>(
  parts: RouteParts,
  work: (transaction: Transaction<Tables>, close: (closing: Closing) => Promise<void>) => Promise<T>,
): Promise<T> {
  const left: (() => Promise<void>)[] = []
  const result = await changeDirectory(parts, async (transaction) => {
    left.length = 0
    return work(transaction, async (closing) => {
      await endEntries(transaction, closing)
      for (const tell of parts.onClosed) {
        const after = await tell(transaction, closing)
        if (after !== undefined) left.push(after)
      }
      if (closing.permanent && closing.userId === undefined)
        await transaction.deleteFrom('users').where('account_id', '=', closing.accountId).execute()
    })
  })
  for (const work of left) void work()
  return result
}

/** Sessions and links to set a password do not come back with who had them. */
async function endEntries(transaction: Transaction<Tables>, { accountId, userId }: Closing): Promise<void> {
  const all = transaction.selectFrom('users').select('id').where('account_id', '=', accountId)
  const users = userId === undefined ? all : all.where('id', '=', userId)
  for (const table of ['sessions', 'password_links'] as const) await transaction.deleteFrom(table).where('user_id', 'in', users).execute()
}

/** What is said when an account closes. */
export function closingOf(account: Pick<AccountRow, 'id' | 'organization_id'>, permanent: boolean): Closing {
  return { organizationId: account.organization_id, accountId: account.id, permanent }
}

/** Nobody closes the ground they stand on. */
function demandClosable(caller: Caller, account: AccountRow): void {
  if (!isOrganizationAdmin(caller.roles)) throw createError('missing-privilege', { params: { action: 'activate and deactivate accounts' } })
  const which = account.default_account ? 'the default account of the organization' : account.id === caller.accountId ? 'your own' : ''
  if (which !== '') throw createError('account-not-closable', { params: { id: account.id, which } })
}

function updateAccount(transaction: Transaction<Tables>, id: number, change: AccountChange): Promise<AccountRow> {
  const { name, description, externalId, active } = change
  return transaction
    .updateTable('accounts')
    .set({
      ...(name != null && { name: name.trim() }),
      ...(description != null && { description }),
      ...(externalId != null && { external_id: externalId }),
      ...(active != null && { active }),
      updated_at: new Date(),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
