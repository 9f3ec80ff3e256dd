/** The routes of the roles that an account (contract 8.2) or a user (8.3) holds. The order of the refusals is the contract's: an unknown role, the holder, the role. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { Tables } from '../../store/tables.ts'
import { changeDirectory } from '../change-directory.ts'
import { keepAdministrator } from '../keep-administrator.ts'
import type { RouteParts } from '../route-parts.ts'
import { describeRole } from './describe-role.ts'
import { demandGrantable, demandRole } from './grant.ts'
import { readRoleBook } from './role-store.ts'

interface Holder {
  readonly id: number
  readonly organization_id: number
  readonly roles: readonly string[]
}

export interface HolderKind<Row extends Holder> {
  readonly table: 'accounts' | 'users'
  readonly noun: 'account' | 'user'
  /** Of one holder. */
  readonly path: string
  /** The holder that is asked for; throws (404, 403) when its roles are not the caller's to see or to change. */
  readonly reach: (request: RouteRequest, act: 'view' | 'edit') => Promise<Row>
  /** Throws (403) for a holder who is above the caller. */
  readonly demandNotAbove?: (caller: Caller, holder: Row) => Promise<void>
  /** Puts the change on record and tells every process. */
  readonly announce: (transaction: Transaction<Tables>, holder: Row) => Promise<void>
}

export function createHolderRoutes<Row extends Holder>(parts: RouteParts, kind: HolderKind<Row>): readonly Route[] {
  const { db } = parts.database
  const one = `${kind.path}/roles/:roleKey`
  return [
    {
      method: 'GET',
      path: `${kind.path}/roles`,
      access: 'caller',
      async handle(request) {
        const holder = await kind.reach(request, 'view')
        const book = await readRoleBook(db, holder.organization_id)
        const roles = holder.roles.flatMap((key) => book.find(key) ?? [])
        if (roles.length === 0) throw createError('no-roles')
        return { body: roles.map(describeRole) }
      },
    },
    { method: 'PUT', path: one, access: 'caller', handle: (request) => changeRole(parts, kind, { request, grant: true }) },
    { method: 'DELETE', path: one, access: 'caller', handle: (request) => changeRole(parts, kind, { request, grant: false }) },
  ]
}

async function changeRole<Row extends Holder>(
  parts: RouteParts,
  kind: HolderKind<Row>,
  { request, grant }: { request: RouteRequest; grant: boolean },
): Promise<RouteReply> {
  const [caller, key] = [callerOf(request), request.params['roleKey'] ?? '']
  const role = demandRole(await readRoleBook(parts.database.db, caller.organizationId), key)
  const holder = await kind.reach(request, 'edit')
  demandGrantable(caller, role)
  await kind.demandNotAbove?.(caller, holder)
  await changeDirectory(parts, async (transaction) => {
    const isChanged = await (grant ? addRole : removeRole)(transaction, { table: kind.table, id: holder.id, key })
    const params = { holder: `${kind.noun} ${holder.id}`, key }
    if (!isChanged) throw createError(grant ? 'role-granted' : 'role-not-granted', { params })
    if (!grant) await keepAdministrator(transaction, caller)
    await kind.announce(transaction, holder)
  })
  return { body: grant ? describeRole(role) : undefined }
}

interface Grant {
  readonly table: 'accounts' | 'users'
  readonly id: number
  readonly key: string
}

/** Whether the role is new to the holder. */
async function addRole(db: Kysely<Tables>, { table, id, key }: Grant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set roles = array_append(roles, ${key}), updated_at = ${new Date()} where id = ${id} and not ${key} = any(roles)
  `.execute(db)
  return numAffectedRows === 1n
}

/** Whether the holder had the role. */
async function removeRole(db: Kysely<Tables>, { table, id, key }: Grant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set roles = array_remove(roles, ${key}), updated_at = ${new Date()} where id = ${id} and ${key} = any(roles)
  `.execute(db)
  return numAffectedRows === 1n
}
