/** Who tries to reach what is a tenant's: people with good secrets of their own, and with some of the tenant's. */
import type { TestApp } from '../app.ts'
import { ownerOf, type Row } from './rows.ts'
import { addPerson, createTenant, openSession, type Tenant } from './tenant.ts'

export interface Attacker {
  readonly name:
    | "another organization's administrator"
    | 'the same with an Element token of the victim'
    | "another organization's session"
    | "another account's administrator"
    | 'who keeps what is common to all accounts'
    | 'nobody'
  /** The header; `byToken`: the route takes an Element token for the name of an instance. Undefined: no header. */
  header(byToken: boolean): string | undefined
  /** What must not be shown. */
  readonly reach: 'all' | 'account'
  /** Whether a row is none of the attacker's business. */
  isGuarded(row: Row, all: readonly Row[]): boolean
  /** The header is good where no Element token is asked for. */
  readonly isLetIn: boolean
}

/** Another organization's administrators, with and without what they found of the victim's; colleagues of another account; nobody. */
export async function createAttackers(test: TestApp, victim: Tenant): Promise<readonly Attacker[]> {
  const other = await createTenant(test)
  const chief = victim.chief
  const accountId = Number(victim.ids['otherAccountId'])
  const join = (...roles: string[]) =>
    addPerson(test, { chief, accountId, email: `${roles.join('-')}.${accountId}@neighbours.test`, roles })
  const deputy = await addPerson(test, {
    chief: other.chief,
    accountId: other.accountId,
    email: `deputy@${other.accountId}.test`,
    roles: ['org-admin', 'admin'],
  })
  const session = await openSession(test, deputy)
  const [admin, keeper] = [await join('default-user', 'admin'), await join('default-user', 'org')]
  const isOthers = (row: Row, all: readonly Row[]) => ownerOf(row, all).organizationId !== other.organizationId
  const abroad = { reach: 'all', isGuarded: isOthers, isLetIn: true } as const
  const isOfAccount = (row: Row, all: readonly Row[]) => ownerOf(row, all).accountId === victim.accountId
  const next = { reach: 'account', isGuarded: isOfAccount, isLetIn: true } as const
  return [
    {
      ...abroad,
      name: "another organization's administrator",
      header: (byToken) => (byToken ? `${other.owner}, ${other.element}` : other.owner),
    },
    { ...abroad, name: 'the same with an Element token of the victim', header: () => `${other.owner}, ${victim.element}`, isLetIn: false },
    {
      ...abroad,
      name: "another organization's session",
      header: (byToken) => (byToken ? `${session}, ${victim.element}` : session),
    },
    {
      ...next,
      name: "another account's administrator",
      header: (byToken) => (byToken ? `${admin.authorization}, ${victim.element}` : admin.authorization),
    },
    { ...next, name: 'who keeps what is common to all accounts', header: () => keeper.authorization },
    { name: 'nobody', reach: 'all', header: () => undefined, isGuarded: () => true, isLetIn: false },
  ]
}
