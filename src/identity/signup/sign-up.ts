/** Signing up: a customer, an organization, an account and a user with their secrets, in one transaction or not at all (contract 8.1). */
import type { Kysely } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import type { Sealer } from '../../lib/sealing.ts'
import type { Tables } from '../../store/tables.ts'
import { createAccount } from '../accounts/create-account.ts'
import { hashNewPassword, storePassword } from '../login/passwords.ts'
import { createCustomer, createOrganization } from '../organizations/create-organization.ts'
import { findOrganization, type OrganizationRow } from '../organizations/organization-store.ts'
import { readOrganizationSecret } from '../read-secrets.ts'
import { demandGrantable, demandRole } from '../roles/grant.ts'
import { createRoleBook } from '../roles/role.ts'
import { readRoleBook } from '../roles/role-store.ts'
import type { RouteParts } from '../route-parts.ts'
import { type CreatedUser, createUser } from '../users/create-user.ts'
import { type NewUserBody, readPassword, readProfile } from '../users/user-body.ts'
import type { NewOrganizationBody, SignupBody } from './signup-body.ts'

/** What a sign-up made. */
export interface SignedUp extends CreatedUser {
  readonly organizationId: number
  readonly accountId: number
  readonly organizationSecret: string
}

/** Where the new user goes. */
interface Home {
  readonly organizationId: number
  readonly accountId: number
  readonly organizationSecret: string
  readonly sealer: Sealer
}

/**
 * `caller`: who administers a customer; undefined: a stranger, who becomes a customer and joins nobody.
 * Throws role-unknown, weak-password (400), missing-privilege, role-above-own (403), no-organization (404), user-exists (409).
 */
export async function signUp(
  parts: RouteParts,
  caller: Caller | undefined,
  { organization, account, user }: SignupBody,
): Promise<SignedUp> {
  const { db } = parts.database
  const existing = 'id' in organization ? await reachOrganization(db, caller, organization.id) : undefined
  const roles = await readRoles(db, { caller, existing, user })
  const hash = await preparePassword(db, user, existing?.id)
  const customerId = existing === undefined && caller !== undefined ? await customerOf(db, caller) : undefined
  return db.transaction().execute(async (transaction) => {
    const names = { name: account?.name?.trim() ?? undefined, description: account?.description ?? undefined }
    const accountValues = { ...names, externalId: account?.externalId ?? undefined }
    const home =
      existing === undefined
        ? await found(parts, transaction, { organization: organization as NewOrganizationBody, account: accountValues, customerId })
        : await join(parts, transaction, { organization: existing, account: accountValues })
    const created = await addUser(transaction, home, { user, roles })
    if (hash !== undefined) await storePassword(transaction, created.row.id, hash)
    await record(transaction, home, { created, caller, isNew: existing === undefined })
    const { sealer: _sealer, ...rest } = home
    return { ...created, ...rest }
  })
}

interface AccountValues {
  readonly name: string | undefined
  readonly description: string | undefined
  readonly externalId: string | undefined
}

async function found(
  { keyring }: RouteParts,
  transaction: Kysely<Tables>,
  values: { organization: NewOrganizationBody; account: AccountValues; customerId: number | undefined },
): Promise<Home> {
  const { organization, account } = values
  const name = organization.name.trim()
  const customerId = values.customerId ?? (await createCustomer(transaction, name))
  const { externalId, environment, status } = organization
  const created = await createOrganization(transaction, keyring, {
    ...{ name, customerId, externalId: externalId ?? undefined, environment: environment ?? undefined, status: status ?? undefined },
    account: { ...account, name: account.name ?? name },
  })
  return { organizationId: created.id, accountId: created.accountId, organizationSecret: created.secret, sealer: created.sealer }
}

async function join(
  { database, keyring }: RouteParts,
  transaction: Kysely<Tables>,
  { organization, account }: { organization: OrganizationRow; account: AccountValues },
): Promise<Home> {
  const organizationId = organization.id
  const name = account.name ?? account.externalId ?? organization.name
  const { id: accountId } = await createAccount(transaction, { ...account, name, organizationId })
  const organizationSecret = await readOrganizationSecret(database, keyring, organizationId)
  return { organizationId, accountId, organizationSecret, sealer: await keyring.forOrganization(organizationId) }
}

function addUser(
  transaction: Kysely<Tables>,
  home: Home,
  { user, roles }: { user: NewUserBody; roles: readonly string[] },
): Promise<CreatedUser> {
  const names = { email: user.email.trim(), firstName: user.firstName.trim(), lastName: user.lastName.trim() }
  const { organizationId, accountId, sealer } = home
  const more = { externalId: user.externalId ?? undefined, profile: readProfile(user), roles }
  return createUser(transaction, sealer, { organizationId, accountId, ...names, ...more })
}

/** The organization shows its first user, and that of who asked shows that it was made. */
async function record(
  transaction: Kysely<Tables>,
  { organizationId, accountId }: Home,
  { created, caller, isNew }: { created: CreatedUser; caller: Caller | undefined; isNew: boolean },
): Promise<void> {
  const { id, email } = created.row
  const inside = { organizationId, accountId, userId: caller?.user.id ?? id }
  if (isNew) await recordChange(transaction, { area: 'organizations', entityId: organizationId, ...(caller === undefined ? inside : {}) })
  else await recordChange(transaction, { area: 'accounts', entityId: accountId, ...inside })
  await recordChange(transaction, { area: 'users', entityId: id, entityName: email, ...inside })
}

/** An organization of the caller's customer. */
async function reachOrganization(db: Kysely<Tables>, caller: Caller | undefined, id: number): Promise<OrganizationRow> {
  if (caller === undefined) throw createError('missing-privilege', { params: { action: 'join an organization by signing up' } })
  const found = await findOrganization(db, id)
  const customerId = await customerOf(db, caller)
  if (found === undefined || !found.active || customerId === undefined || found.customer_id !== customerId)
    throw createError('no-organization', { params: { id } })
  return found
}

async function customerOf(db: Kysely<Tables>, { organizationId }: Caller): Promise<number | undefined> {
  return (await findOrganization(db, organizationId))?.customer_id ?? undefined
}

/** Who signs up administers what the sign-up makes; the server's own roles only by who has them. */
async function readRoles(
  db: Kysely<Tables>,
  { caller, existing, user }: { caller: Caller | undefined; existing: OrganizationRow | undefined; user: NewUserBody },
): Promise<readonly string[]> {
  const keys = [...new Set(user.roles?.map(({ key }) => key) ?? [])]
  if (keys.length === 0) return existing === undefined ? ['org-admin', 'admin'] : ['admin']
  const book = existing === undefined ? createRoleBook([]) : await readRoleBook(db, existing.id)
  for (const role of keys.map((key) => demandRole(book, key)))
    if (role.internal) demandGrantable(caller ?? { privileges: new Set(), roles: [] }, role)
  return keys
}

async function preparePassword(db: Kysely<Tables>, user: NewUserBody, organizationId: number | undefined): Promise<string | undefined> {
  const password = readPassword(user)
  if (password === undefined) return undefined
  const { email, firstName, lastName } = user
  return hashNewPassword(db, { password, organizationId, person: { email, firstName, lastName } })
}
