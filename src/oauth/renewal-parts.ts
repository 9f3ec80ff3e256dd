/** What a renewal works on and with. */
import type { CallParts, Values } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Clock } from '../lib/clock.ts'
import type { Sealer, SealerOf } from '../lib/sealing.ts'
import type { Database } from '../store/database.ts'
import type { Db } from './grant-store.ts'
import type { Configuration } from './settings.ts'

/** An instance as its token endpoint needs to see it. */
export interface RenewalSubject {
  readonly organizationId: number
  readonly accountId: number
  readonly element: CompiledElement
  /** Effective, secrets in clear. */
  readonly configuration: Configuration
  readonly disabled: boolean
  readonly disabledReason: string | null
}

export interface ConfigurationChange {
  readonly instanceId: number
  readonly element: CompiledElement
  readonly sealer: Sealer
  readonly changes: Values
  readonly tenant: string | undefined
}

export interface RenewalParts {
  readonly database: Database
  readonly sealerOf: SealerOf
  readonly call: CallParts
  readonly clock: Clock
  /** Reads an instance anew; undefined when it is gone or its element is. */
  readonly readSubject: (instanceId: number) => Promise<RenewalSubject | undefined>
  /** Stores what a renewal changed in the configuration, within the transaction that stores the credentials. */
  readonly storeChanges: (db: Db, change: ConfigurationChange) => Promise<void>
  /** Told of each renewal that begins under the lock, and what came of it. Default: nobody is. */
  readonly watchRenewal?: (<T extends { readonly kind: string }>(work: () => Promise<T>) => Promise<T>) | undefined
  /** Waits that many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>
}
