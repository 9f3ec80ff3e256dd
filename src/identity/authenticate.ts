/**
 * Who calls: the user behind the User secret, in the organization behind the Organization secret, or the user who logged in and holds a session's token
 * (contract 1.3–1.5). One 401 for every problem.
 */
import { parseAuthorization, type Secrets } from '../lib/authorization.ts'
import type { Caller } from '../lib/caller.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import type { Database } from '../store/database.ts'
import { channels } from '../store/tables.ts'
import { findCallers, findOrganizations } from './caller-store.ts'
import { findSessions, type Session } from './login/session-store.ts'
import { hashSecretToKey } from './secret-hash.ts'
import { createSecretMemory, type SecretMemory } from './secret-memory.ts'

/** At once when both secrets are remembered. Throws or rejects with `invalid-secrets` (401). */
type Authenticate = (header: string | undefined) => Caller | Promise<Caller>

export interface Authenticators {
  /** User and Organization are required, or Bearer in their place: platform calls. */
  readonly authenticate: Authenticate
  /** User or Bearer is required; an Organization that is sent must be the user's: hub calls, where the Element token comes on top (contract 1.4). */
  readonly authenticateUser: Authenticate
  /** Drops what is remembered, at once: for this process's own changes, whose notifications come a moment later. */
  forget(): void
}

/** Most users, and most organizations, whose secrets are remembered. */
const rememberedSecrets = 50_000

/** Creates both ways to authenticate over one memory; resolves once changes of secrets in other processes are heard. */
export async function createAuthenticators(database: Database, clock: Clock = systemClock): Promise<Authenticators> {
  const size = rememberedSecrets
  const users = await createSecretMemory(database, { size, fetchMany: (keys) => findCallers(database.db, keys) })
  const organizations = await createSecretMemory(database, { size, fetchMany: (keys) => findOrganizations(database.db, keys) })
  const sessions = await createSecretMemory(database, {
    size,
    fetchMany: (keys) => findSessions(database.db, keys),
    channels: [channels.sessions],
  })
  const holderOf = (session: Session | undefined) => (session !== undefined && session.expiresAt > clock() ? session.caller : undefined)
  const recallHolder = (token: string) => {
    const session = recall(sessions, token)
    return isPromise(session) ? session.then(holderOf) : holderOf(session)
  }

  const check = ({ session, user, organization }: Secrets): Caller | Promise<Caller> => {
    const caller = session !== undefined ? recallHolder(session) : user === undefined ? undefined : recall(users, user)
    if (organization === undefined) return isPromise(caller) ? caller.then((found) => matchOrganization(found)) : matchOrganization(caller)
    const owner = recall(organizations, organization)
    if (!isPromise(caller) && !isPromise(owner)) return matchOrganization(caller, { id: owner })
    return Promise.all([caller, owner]).then(([found, id]) => matchOrganization(found, { id }))
  }
  return {
    authenticate(header) {
      const secrets = readSecrets(header)
      if (secrets.organization === undefined && secrets.session === undefined) throw createUnauthorized()
      return check(secrets)
    },
    authenticateUser: (header) => check(readSecrets(header)),
    forget() {
      for (const memory of [users, organizations, sessions]) memory.forget()
    },
  }
}

function readSecrets(header: string | undefined): Secrets {
  const authorization = parseAuthorization(header)
  if (authorization.kind !== 'secrets') throw createUnauthorized()
  return authorization
}

function recall<V extends object | number>(memory: SecretMemory<V>, secret: string): V | Promise<V | undefined> {
  const key = hashSecretToKey(secret)
  return memory.peek(key) ?? memory.find(key)
}

function matchOrganization(caller: Caller | undefined, organization?: { readonly id: number | undefined }): Caller {
  if (caller === undefined || (organization !== undefined && organization.id !== caller.organizationId)) throw createUnauthorized()
  return caller
}

function isPromise<T extends object | number | undefined>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise
}

function createUnauthorized(): OctetError {
  return createError('invalid-secrets')
}
