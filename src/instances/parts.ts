/** What instances are made of; `app` hands it in. */
import type { CallParts } from '../call/types.ts'
import type { ElementFinder, Viewer } from '../elements/catalog/finder.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Caller } from '../lib/caller.ts'
import type { Clock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import type { SealerOf } from '../lib/sealing.ts'
import type { RenewalParts } from '../oauth/renewal-parts.ts'
import type { Schedule } from '../oauth/schedule.ts'
import { readVerifier } from '../oauth/verifiers.ts'
import type { Database } from '../store/database.ts'
import type { Scope } from './instance-store.ts'
import type { ProvisionParts, WebhookUrl } from './provisioning.ts'

export interface InstancesParts {
  readonly database: Database
  readonly sealerOf: SealerOf
  readonly catalog: ElementFinder
  /** The element as it stands within an instance (contract 3.2). */
  readonly summarize: (element: CompiledElement) => object
  readonly egress: Egress
  /** For the one call that tries a long-lived key. */
  readonly call: CallParts
  /** The objects of an element as discovery tells them (contract 3.2 `objects`). */
  readonly listObjects: (element: CompiledElement) => readonly object[]
  readonly clock: Clock
  readonly schedule: Schedule
  /** Records exchanges with vendors on request (contract 4.9). */
  readonly traces: TraceKeeper
  readonly watchRenewal?: RenewalParts['watchRenewal']
  /** Where vendors send events of an instance; absent when this server does not know its own address. */
  readonly webhookUrl?: WebhookUrl
  /** Told each change that this process made, before its caller hears of it: notifications of the database come a moment later. */
  readonly onChange?: (instanceId: number) => void
}

export interface TraceKeeper {
  /** An egress that sends as the given one does, and remembers. */
  open(egress: Egress): OpenTrace
}

export interface OpenTrace {
  readonly egress: Egress
  /** Stores what was remembered, the secrets hidden; resolves with the id of the trace. */
  keep(owner: Scope & { readonly elementKey: string; readonly secrets: readonly string[] }): Promise<string>
}

/** What provisioning works with. */
export function toProvisionParts({ call, database, clock, webhookUrl }: InstancesParts): ProvisionParts {
  return { call, readVerifier: (flow) => readVerifier({ db: database.db, clock }, flow), webhookUrl: webhookUrl ?? (() => undefined) }
}

/** Instances belong to an account; all of its users see them. */
export function scopeOf(caller: Caller): Scope {
  return { organizationId: caller.organizationId, accountId: caller.accountId }
}

/** The account that a stored instance belongs to: its element is seen through that account's eyes. */
export function viewerOf(row: { readonly organization_id: number; readonly account_id: number }): Viewer {
  return { organizationId: row.organization_id, accountId: row.account_id }
}
