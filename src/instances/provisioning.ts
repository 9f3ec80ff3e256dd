/** What provisioning is asked and what it gives. */
import type { CallParts } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { AuthenticationType } from '../oauth/authentication-type.ts'
import { createRefusal } from '../oauth/exchange.ts'
import type { StoredGrant } from '../oauth/grant-store.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Flow } from '../oauth/verifiers.ts'
import type { InstanceInput } from './body.ts'
import type { Values } from './configuration.ts'

/** `create`: POST; `replace`: PUT, which asks the vendor again (contract 3.7); `change`: PATCH, which asks only about new credentials. */
export type Occasion = 'create' | 'replace' | 'change'

export interface Provisioning {
  readonly id: number
  readonly accountId: number
  readonly element: CompiledElement
  /** Effective: defaults, own values, what was sent. */
  readonly configuration: Values
  readonly input: InstanceInput
  /** What of the configuration was sent and is new. */
  readonly sent: Values
  readonly occasion: Occasion
  /** The tokens or the session that the instance holds already. */
  readonly grant: StoredGrant | undefined
  /** `none` or `initial`, as it stands before. */
  readonly externalAuthentication: string
  /** Events were delivered by webhook before. */
  readonly hadWebhook: boolean
}

export interface ProvisionParts {
  readonly call: CallParts
  /** The verifier that a code is bound to. */
  readonly readVerifier: (flow: Flow) => Promise<string | undefined>
  readonly webhookUrl: WebhookUrl
}

/** Where a vendor sends the events of an instance; undefined when this server does not know its own address. */
export type WebhookUrl = (element: CompiledElement, instanceId: number) => string | undefined

export interface Provisioned {
  /** New tokens or a new session; absent: those it has stay. */
  readonly tokens?: TokenSet
  /** Whose account at the vendor the new tokens are for, where the vendor told. */
  readonly tenant?: string | undefined
  /** What the vendor told and the configuration did not. */
  readonly changes: Values
  readonly externalAuthentication: string
}

export type Provision = (parts: ProvisionParts, request: Provisioning, type: AuthenticationType) => Promise<Provisioned>

/** Throws the oauth-refused (400) of a user who said no. */
export function demandConsent({ denial }: InstanceInput): void {
  if (denial !== undefined) throw createRefusal(denial.error, denial.description)
}
