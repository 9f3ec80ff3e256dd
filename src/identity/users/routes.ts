/** Users: by `/users`, by `/organizations/users` and below their account (contract 8.3). One table of the three. */
import { isUtf8 } from 'node:buffer'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { readSwitch } from '../../lib/query-values.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { type AccountRow, findDefaultAccount, listUsers, type Scope, type UserRow, userColumns } from '../directory-store.ts'
import { lockOut } from '../login/login-store.ts'
import { verifyPassword } from '../login/passwords.ts'
import { reachAccount } from '../reach.ts'
import { readUserSecret } from '../read-secrets.ts'
import { demandPrivilege } from '../roles.ts'
import {
  includeInactiveParameter,
  listParameters,
  permanentParameter,
  type RouteParts,
  readListOptions,
  replyFound,
} from '../route-parts.ts'
import { addUser, changeUser, deleteUser } from './change-user.ts'
import { describeUsers } from './describe-user.ts'
import { demandInAccount, findUserOfAccount, reachUserTo, type UserAct, type UserPath, viewOfUsers } from './reach-users.ts'
import { createUserRoleRoutes } from './role-routes.ts'
import { type NewUserBody, newUserSchema, type UserBody, userChangeSchema } from './user-body.ts'

/** Users of one kind of path: whom a list shows, in whose account one is made, and whom a path names. */
interface UserPlace {
  readonly path: string
  /** The last segment's name. */
  readonly emailOrId: string
  readonly changes: readonly ('PUT' | 'PATCH')[]
  scope(request: RouteRequest): Promise<Scope>
  /** Absent: none is made here. */
  accountOfNew?(request: RouteRequest): Promise<AccountRow>
  reach(request: RouteRequest, act: UserAct): Promise<UserRow>
}

export function createUserRoutes(parts: RouteParts): readonly Route[] {
  return [...describePlaces(parts).flatMap((place) => createRoutesOf(parts, place)), ...createUserRoleRoutes(parts)]
}

function describePlaces({ database: { db } }: RouteParts): readonly UserPlace[] {
  const plain = (path: UserPath, name: string) => ({
    emailOrId: 'emailOrId',
    path: name,
    changes: ['PATCH'] as const,
    scope: async (request: RouteRequest) => viewOfUsers(callerOf(request), path),
    reach: (request: RouteRequest, act: UserAct) =>
      reachUserTo(db, callerOf(request), { emailOrId: request.params['emailOrId'] ?? '', act, path }),
  })
  const accountFor = async (request: RouteRequest, act: UserAct) => {
    const caller = callerOf(request)
    const account = await reachAccount(db, caller, request.params['id'] ?? '')
    demandInAccount(caller, act, account.id)
    return account
  }
  const scopeFor = async (request: RouteRequest, act: UserAct) => {
    const { id, organization_id: organizationId } = await accountFor(request, act)
    return { organizationId, accountId: id }
  }
  return [
    plain('any', '/users'),
    {
      ...plain('organization', '/organizations/users'),
      async accountOfNew(request) {
        const caller = callerOf(request)
        demandPrivilege(caller, 'addUsersOrg')
        return findDefaultAccount(db, caller.organizationId)
      },
    },
    {
      path: '/accounts/:id/users',
      emailOrId: 'userId',
      changes: ['PUT', 'PATCH'],
      scope: (request) => scopeFor(request, 'view'),
      accountOfNew: (request) => accountFor(request, 'add'),
      reach: async (request, act) => findUserOfAccount(db, await scopeFor(request, act), request.params['userId'] ?? ''),
    },
  ]
}

function createRoutesOf(parts: RouteParts, place: UserPlace): readonly Route[] {
  const { db } = parts.database
  const one = `${place.path}/:${place.emailOrId}`
  const { accountOfNew } = place
  return [
    {
      method: 'GET',
      path: place.path,
      access: 'caller',
      query: listParameters,
      async handle(request) {
        const scope = await place.scope(request)
        const options = readListOptions(request, userColumns)
        const found = await listUsers(db, scope, options)
        return replyFound(options, found, { none: 'no-users', show: (rows) => describeUsers(db, rows) })
      },
    },
    ...(accountOfNew === undefined
      ? []
      : [
          {
            method: 'POST' as const,
            path: place.path,
            access: 'caller' as const,
            body: newUserSchema,
            async handle(request: RouteRequest) {
              const account = await accountOfNew(request)
              const { row, secret } = await addUser(parts, callerOf(request), { account, body: readBody<NewUserBody>(request) })
              return replyUser(parts, row, secret)
            },
          },
        ]),
    {
      method: 'GET',
      path: one,
      access: 'caller',
      query: [includeInactiveParameter],
      async handle(request) {
        const user = await place.reach(request, 'view')
        if (!user.active && !readSwitch(request.query, 'includeInactive')) throw createError('no-user', { params: { id: user.id } })
        return replyUser(parts, user, await revealSecret(parts, user, request))
      },
    },
    ...place.changes.map(
      (method): Route => ({
        method,
        path: one,
        access: 'caller',
        query: [permanentParameter],
        body: userChangeSchema,
        async handle(request) {
          const [caller, change] = [callerOf(request), readBody<UserBody>(request)]
          const permanent = readSwitch(request.query, 'permanent') && change.active === false
          return replyUser(parts, await changeUser(parts, { caller, user: await place.reach(request, 'edit'), change }, { permanent }))
        },
      }),
    ),
    {
      method: 'DELETE',
      path: one,
      access: 'caller',
      async handle(request) {
        await deleteUser(parts, callerOf(request), await place.reach(request, 'delete'))
        return { body: undefined }
      },
    },
  ]
}

async function replyUser({ database }: RouteParts, user: UserRow, secret?: string): Promise<RouteReply> {
  const [body] = await describeUsers(database.db, [user])
  return { body: { ...body, ...(secret !== undefined && { secret }) } }
}

/** Who sends the user's password is shown the secret (contract 8.3). Throws login-refused (401) for another password. */
async function revealSecret(parts: RouteParts, user: UserRow, { headers }: RouteRequest): Promise<string | undefined> {
  const password = readHeaderText(headers['elements-user-password'])
  if (password === undefined || password === '') return undefined
  const { db } = parts.database
  if (!(await verifyPassword(db, user.id, password))) {
    // As a refused log-in is.
    await recordChange(db, { area: 'authentication', entityId: user.id, entityName: user.email, status: 401 })
    throw createError('login-refused', { params: lockOut })
  }
  return readUserSecret(parts, user.id)
}

/** Headers come as Latin-1; clients write what is beyond ASCII in UTF-8, and some in Latin-1. */
function readHeaderText(value: string | undefined): string | undefined {
  const bytes = Buffer.from(value ?? '', 'latin1')
  return isUtf8(bytes) ? value && bytes.toString() : value
}
