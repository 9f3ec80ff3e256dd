/** An instance as this server knows it: its row with the sealed columns opened. Secrets in clear never leave `instances/` but for the call itself. */
import type { Selectable } from 'kysely'
import type { Sealer } from '../lib/sealing.ts'
import { type GrantRow, openGrant, type StoredGrant } from '../oauth/grant-store.ts'
import type { InstancesTable, UsersTable } from '../store/tables.ts'
import type { OwnConfiguration, Values } from './configuration.ts'

export interface InstanceRecord {
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  readonly elementId: number
  readonly elementKey: string
  readonly name: string
  readonly tags: readonly string[]
  readonly token: string
  readonly own: OwnConfiguration
  readonly externalAuthentication: string
  readonly disabled: boolean
  readonly disabledReason: string | null
  readonly traceLogging: boolean
  readonly createdAt: Date
  /** Who made it. */
  readonly user: { readonly id: number; readonly emailAddress: string; readonly firstName: string; readonly lastName: string }
  readonly grant: StoredGrant | undefined
}

type User = Selectable<UsersTable>
/** The columns that `selectInstances` joins; those of the grant are null where there is none. */
export type InstanceRow = Omit<Selectable<InstancesTable>, 'token_hash' | 'updated_at'> &
  Pick<User, 'email' | 'first_name' | 'last_name'> & { [Column in keyof GrantRow]: GrantRow[Column] | null }

export function openRecord(sealer: Sealer, row: InstanceRow): InstanceRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    accountId: row.account_id,
    elementId: row.element_id,
    elementKey: row.element_key,
    name: row.name,
    tags: row.tags,
    token: sealer.open(placeOf(row.id, 'token_sealed'), row.token_sealed),
    own: openOwn(sealer, row),
    externalAuthentication: row.external_authentication,
    disabled: row.disabled,
    disabledReason: row.disabled_reason,
    traceLogging: row.trace_logging,
    createdAt: row.created_at,
    user: { id: row.user_id, emailAddress: row.email, firstName: row.first_name, lastName: row.last_name },
    grant: row.generation === null ? undefined : openGrant(sealer, row.id, row as GrantRow),
  }
}

export function openOwn(sealer: Sealer, row: Pick<InstanceRow, 'id' | 'configuration' | 'secrets_sealed'>): OwnConfiguration {
  return { open: row.configuration, secret: JSON.parse(sealer.open(placeOf(row.id, 'secrets_sealed'), row.secrets_sealed)) as Values }
}

/** The two columns that hold the own configuration. */
export function sealOwn(sealer: Sealer, id: number, own: OwnConfiguration) {
  return {
    configuration: JSON.stringify(own.open),
    secrets_sealed: sealer.seal(placeOf(id, 'secrets_sealed'), JSON.stringify(own.secret)),
  }
}

export function sealToken(sealer: Sealer, id: number, token: string): Buffer {
  return sealer.seal(placeOf(id, 'token_sealed'), token)
}

function placeOf(id: number, column: string) {
  return { table: 'instances', row: id, column }
}
