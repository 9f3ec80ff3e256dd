/** What a renewal works on and with. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Clock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import type { SealerOf } from '../lib/sealing.ts'
import type { Database } from '../store/database.ts'
import type { Configuration } from './settings.ts'

/** An instance as its token endpoint needs to see it. */
export interface RenewalSubject {
  readonly organizationId: number
  readonly element: CompiledElement
  /** Effective, secrets in clear. */
  readonly configuration: Configuration
  readonly disabled: boolean
  readonly disabledReason: string | null
}

export interface RenewalParts {
  readonly database: Database
  readonly sealerOf: SealerOf
  readonly egress: Egress
  readonly clock: Clock
  /** Reads an instance anew; undefined when it is gone or its element is. */
  readonly readSubject: (instanceId: number) => Promise<RenewalSubject | undefined>
  /** Waits that many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>
}
