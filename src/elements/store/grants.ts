/** /elements/{k}/accounts: the other accounts of the organization that may use an own element (contract 2.2). */
import type { Transaction } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import type { Tables } from '../../store/tables.ts'
import { withOwn } from './change-element.ts'
import { announce, demandLocated, type EditorParts } from './create-editor.ts'
import { recordElement } from './record-element.ts'

/** The ids of the accounts, ascending. Of the system's elements, which everybody may use, none. Throws no-element, no-element-id (404). */
export async function listGrants(parts: EditorParts, caller: Caller, keyOrId: string): Promise<number[]> {
  const found = await demandLocated(parts, keyOrId, caller)
  if (found.kind === 'system') return []
  return withOwn(parts, { caller, keyOrId }, async (transaction, { id }) => {
    const rows = await transaction
      .selectFrom('element_grants')
      .select('account_id')
      .where('element_id', '=', id)
      .orderBy('account_id')
      .execute()
    return rows.map((row) => row.account_id)
  })
}

export interface GrantChange {
  readonly keyOrId: string
  readonly accountId: string
  readonly isGranted: boolean
}

/**
 * Lets an account use an own element, or no longer; instances it has of it answer again when it is let once more.
 * Throws no-element, no-element-id, no-account (404), element-not-editable (403).
 */
export async function changeGrant(parts: EditorParts, caller: Caller, { keyOrId, accountId, isGranted }: GrantChange): Promise<void> {
  parts.demandPrivilege(caller, 'editElements')
  const account = parseId(accountId)
  if (account === undefined) throw createError('no-account', { params: { id: accountId } })
  const element = await withOwn(parts, { caller, keyOrId }, async (_transaction, { id, document }) => ({ id, key: document.key }))
  await announce(parts, { elementId: element.id, accountId: account }, async (transaction) => {
    const grant = { element_id: element.id, account_id: account }
    const isDone = isGranted ? await insertGrant(transaction, grant, caller) : await deleteGrant(transaction, grant)
    if (!isDone) throw createError('no-account', { params: { id: accountId } })
    await recordElement(transaction, caller, element)
  })
}

interface Grant {
  readonly element_id: number
  readonly account_id: number
}

/** False when the organization has no such account. */
async function insertGrant(transaction: Transaction<Tables>, grant: Grant, { organizationId }: Caller): Promise<boolean> {
  const account = await transaction
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', grant.account_id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  if (account === undefined) return false
  await transaction
    .insertInto('element_grants')
    .values(grant)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return true
}

async function deleteGrant(transaction: Transaction<Tables>, { element_id, account_id }: Grant): Promise<boolean> {
  const query = transaction.deleteFrom('element_grants').where('element_id', '=', element_id).where('account_id', '=', account_id)
  return (await query.executeTakeFirst()).numDeletedRows > 0n
}
