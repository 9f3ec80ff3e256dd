/** Logging in and out, one's own password, and the secrets that a session stands for (contract 8.9). */
import { Type } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import { parseAuthorization } from '../../lib/authorization.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { Keyring } from '../keyring.ts'
import { readOrganizationSecret, readUserSecret, type SecretPair } from '../read-secrets.ts'
import { changePassword } from './change-password.ts'
import { enter, type LoginParts, logIn, type NameAndPassword } from './log-in.ts'
import { createPageRoutes } from './page-routes.ts'
import { longestPassword } from './password-policy.ts'
import { createPolicyRoutes } from './policy-routes.ts'
import { closeSessions } from './session-store.ts'

export interface LoginRouteParts extends LoginParts {
  readonly keyring: Keyring
}

const passwordText = Type.String({ maxLength: longestPassword })
const loginBody = Type.Object({ username: Type.String({ maxLength: 320 }), password: passwordText })
const passwordBody = Type.Object({ password: passwordText })

/** The routes of logging in, of passwords and of their policies. */
export function createLoginRoutes(parts: LoginRouteParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/authentication',
      access: 'open',
      body: loginBody,
      handle: async (request) => ({ body: await logIn(parts, readBody<NameAndPassword>(request)) }),
    },
    { method: 'DELETE', path: '/authentication', access: 'caller', handle: (request) => logOut(parts, request) },
    {
      method: 'GET',
      path: '/authentication/secrets',
      access: 'caller',
      handle: async (request) => ({ body: await readOwnSecrets(parts, request) }),
    },
    {
      method: 'POST',
      path: '/authentication/passwords',
      access: 'caller',
      body: passwordBody,
      async handle(request) {
        const { password } = readBody<{ readonly password: string }>(request)
        return { body: await enter(parts, await changePassword(parts, callerOf(request).user.id, password)) }
      },
    },
    ...createPageRoutes(parts),
    ...createPolicyRoutes(parts),
  ]
}

/** With Bearer this session ends, with User + Organization all of the user's. */
async function logOut({ database, forget }: LoginRouteParts, request: RouteRequest): Promise<RouteReply> {
  const { user } = callerOf(request)
  const header = parseAuthorization(request.headers['authorization'])
  await database.db.transaction().execute(async (transaction) => {
    await closeSessions(transaction, user.id, header.kind === 'secrets' ? header.session : undefined)
    await recordChange(transaction, { area: 'authentication', entityId: user.id, entityName: user.emailAddress })
  })
  forget()
  return { body: undefined }
}

async function readOwnSecrets(parts: LoginRouteParts, request: RouteRequest): Promise<SecretPair> {
  const { user, organizationId } = callerOf(request)
  const userSecret = await readUserSecret(parts, user.id)
  // Deleted since the caller was looked up.
  if (userSecret === undefined) throw createError('invalid-secrets')
  return { userSecret, organizationSecret: await readOrganizationSecret(parts.database, parts.keyring, organizationId) }
}
