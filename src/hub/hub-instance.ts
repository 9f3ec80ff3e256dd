/** Whom a hub call is made for, and who makes it. */
import type { CallInstance } from '../call/types.ts'

/** An instance as the hub needs it, with everything in memory. */
export interface HubInstance {
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  readonly disabled: boolean
  readonly disabledReason: string | null
  readonly call: CallInstance
}

/** Who made a call and from where, for usage. */
export interface Origin {
  readonly userId: number
  /** Path and allow-listed parameters only. */
  readonly uri: string
  readonly clientAddress: string
}
