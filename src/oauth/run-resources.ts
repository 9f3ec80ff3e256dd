/** Runs an element's own resources for a step of authentication (contract 4.5, 12.4), outside any hub call: with its own limits, and storing nothing. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { type LifecycleResult, type LifecycleType, runLifecycle } from '../call/lifecycle.ts'
import type { CallParts, Credential, Values } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'

/** An instance, or one that is about to be. */
export interface AuthenticatingAccount {
  readonly id: number
  readonly accountId: number
  readonly element: CompiledElement
  /** Effective, secrets in clear. */
  readonly configuration: Values
  readonly credential: Credential
}

export interface ResourceRun {
  readonly type: LifecycleType
  /** Values by name, offered to parameters and templates. */
  readonly inputs?: Readonly<Record<string, string>>
}

/** Shorter than the deadline of the lock under which renewals run. */
const budget = { time: 30_000, size: 16 * 1024 * 1024 }
const unlimited = { acquire: () => () => undefined, hold: () => ({ set: () => undefined, close: () => undefined }) }

/**
 * Runs the resources of a type: those of OAuth's own steps unsigned, since the credential is what they are about. Resolves with what they changed in the configuration, as far as it differs. Nobody else is asked for credentials, and what
 * changed is the caller's to store. Throws what the vendor says (4xx) or an outage (502).
 */
export async function runResources(parts: CallParts, given: AuthenticatingAccount, run: ResourceRun): Promise<LifecycleResult> {
  const account = run.type.startsWith('oauth') ? withoutCredential(given) : given
  const instance = {
    ...account,
    pageTokenKey: createSecretKey(randomBytes(32)),
    renew: async (rejected: Credential) => rejected,
    keep: async () => undefined,
  }
  const result = await runLifecycle({ ...parts, limits: unlimited, budget }, instance, run)
  // Scripts hand back the whole configuration with one value changed.
  const changed = Object.entries(result.changes).filter(([key, value]) => value !== (account.configuration[key] ?? null))
  return { ...result, changes: Object.fromEntries(changed) }
}

/** Only a parameter that asks for the token sends it: it may be over. */
function withoutCredential(account: AuthenticatingAccount): AuthenticatingAccount {
  const { credential, configuration } = account
  const token = credential.kind === 'bearer' ? { 'oauth.user.token': credential.token } : {}
  return { ...account, credential: { kind: 'none' }, configuration: { ...configuration, ...token } }
}
