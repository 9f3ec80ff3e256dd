/** Roles as the organization has them (contract 8.4): reading, changing, and back to what the server brought. */
import { Type } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { channels } from '../../store/tables.ts'
import { changeDirectory } from '../change-directory.ts'
import { demandPrivilege } from '../roles.ts'
import { optionalNameSchema, optionalSwitchSchema, optionalTextSchema, type RouteParts } from '../route-parts.ts'
import { changeRole, findRole, type RoleBody } from './change-role.ts'
import { describeRole } from './describe-role.ts'
import type { Role } from './role.ts'
import { deleteRoles, putRole, readRoleBook } from './role-store.ts'

const roleSchema = Type.Object({
  id: Type.Optional(Type.Unsafe<number | string | null>({ type: ['number', 'string', 'null'] })),
  key: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 64 })),
  name: optionalNameSchema,
  description: optionalTextSchema,
  active: optionalSwitchSchema,
  privileges: Type.Optional(
    Type.Unsafe<RoleBody['privileges']>({ type: ['array', 'null'], maxItems: 500, items: Type.Object({ key: Type.String() }) }),
  ),
  features: Type.Optional(Type.Unsafe<readonly object[] | null>({ type: ['array', 'null'], maxItems: 500, items: Type.Object({}) })),
})

export function createRoleRoutes(parts: RouteParts): readonly Route[] {
  return [
    { method: 'GET', path: '/organizations/roles', access: 'caller', handle: (request) => listRoles(parts, demandConfigurer(request)) },
    {
      method: 'PUT',
      path: '/organizations/roles',
      access: 'caller',
      body: Type.Array(roleSchema, { maxItems: 200 }),
      handle: (request) => putRoles(parts, request),
    },
    { method: 'PUT', path: '/organizations/roles/reset', access: 'caller', handle: (request) => resetRoles(parts, request) },
    { method: 'PUT', path: '/organizations/roles/:id', access: 'caller', body: roleSchema, handle: (request) => putOne(parts, request) },
  ]
}

function demandConfigurer(request: RouteRequest): Caller {
  const caller = callerOf(request)
  demandPrivilege(caller, 'configureRoles')
  return caller
}

async function listRoles({ database }: RouteParts, { organizationId }: Caller): Promise<RouteReply> {
  const { roles } = await readRoleBook(database.db, organizationId)
  return { body: roles.filter(({ internal }) => !internal).map(describeRole) }
}

/** All of them or none. */
async function putRoles(parts: RouteParts, request: RouteRequest): Promise<RouteReply> {
  const caller = demandConfigurer(request)
  const sent = request.body.kind === 'json' ? readBody<readonly RoleBody[]>(request) : []
  const book = await readRoleBook(parts.database.db, caller.organizationId)
  await store(
    parts,
    caller,
    sent.map((body) => changeRole({ book, caller }, findRole(book, body.id ?? body.key), body)),
  )
  return listRoles(parts, caller)
}

async function putOne(parts: RouteParts, request: RouteRequest): Promise<RouteReply> {
  const caller = demandConfigurer(request)
  const { db } = parts.database
  const book = await readRoleBook(db, caller.organizationId)
  const id = request.params['id'] ?? ''
  const role = changeRole({ book, caller }, findRole(book, id, 'demanded'), readBody<RoleBody>(request))
  await store(parts, caller, [role])
  return { body: describeRole((await readRoleBook(db, caller.organizationId)).find(role.key)!) }
}

async function resetRoles(parts: RouteParts, request: RouteRequest): Promise<RouteReply> {
  const caller = demandConfigurer(request)
  await changeDirectory(parts, async (transaction) => {
    await deleteRoles(transaction, caller.organizationId)
    await recordChange(transaction, { area: 'roles', entityId: 'reset', organizationId: caller.organizationId })
    await parts.database.notify(channels.secrets, String(caller.organizationId), transaction)
  })
  return listRoles(parts, caller)
}

function store(parts: RouteParts, { organizationId }: Caller, roles: readonly Omit<Role, 'id' | 'internal'>[]): Promise<void> {
  return changeDirectory(parts, async (transaction) => {
    for (const role of roles) {
      await putRole(transaction, organizationId, role)
      await recordChange(transaction, { area: 'roles', entityId: role.key, entityName: role.name, organizationId })
    }
    if (roles.length > 0) await parts.database.notify(channels.secrets, String(organizationId), transaction)
  })
}
