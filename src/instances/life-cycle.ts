/** The resources that an element runs in the life of an instance (contract 12.4): checks and log-ins when it is made or changed, farewells when it goes. */
import type { CallParts, Credential, Values } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError, OctetError } from '../lib/errors.ts'
import { noteTime, toSession } from '../oauth/log-in.ts'
import { chooseLogIn } from '../oauth/means.ts'
import { revokeTokens } from '../oauth/revoke.ts'
import { type AuthenticatingAccount, runResources } from '../oauth/run-resources.ts'
import { effectiveConfiguration } from './configuration.ts'
import { chooseCredential } from './credential.ts'
import type { InstanceRecord } from './instance-record.ts'
import type { Provisioned, Provisioning, ProvisionParts, WebhookUrl } from './provisioning.ts'

/** Settings that say nothing about who authenticates. */
const harmless = /^(event|pagination|filter|bulk|default|allow|synchronous)\./

/**
 * Checks new credentials (`provisionAuthValidation`), then logs in or sets up (`onProvision`), then registers for events (`onProvisionWebhook`). Each
 * sees what the one before put into the configuration. Throws what the vendor says: nothing is to be stored then.
 */
export async function runProvisioning(parts: ProvisionParts, request: Provisioning, authenticated: Provisioned): Promise<Provisioned> {
  const { grant, occasion, sent } = request
  const isNew = occasion === 'create' || authenticated.tokens !== undefined || Object.keys(sent).some((key) => !harmless.test(key))
  // A user's tokens may be over without being wrong: they are not tried.
  const asksAgain = occasion === 'replace' && (grant === undefined || grant.session !== undefined)
  const run = createRun(parts.call, request, authenticated)
  const checked = isNew || asksAgain ? await run('provisionAuthValidation') : 0
  const setUp = occasion === 'create' || (isNew && (authenticated.tokens !== undefined || logsIn(request))) ? await run('onProvision') : 0
  await changeWebhook(parts, request, run)
  return addSession(parts.call, request, { ...authenticated, changes: run.changes() }, { checked, setUp })
}

/** Where the element logs in by its own resources, what they left is a session, in place of tokens. */
function addSession(
  { clock }: CallParts,
  { element, configuration, occasion }: Provisioning,
  provisioned: Provisioned,
  { checked, setUp }: { readonly checked: number; readonly setUp: number },
): Provisioned {
  const { changes } = provisioned
  const logIn = chooseLogIn({ element, configuration: { ...configuration, ...changes } })
  if (logIn === undefined) return provisioned
  const isLoggedIn = setUp > 0 || (checked > 0 && logIn.type === 'provisionAuthValidation')
  if (!isLoggedIn) return occasion === 'create' ? { ...provisioned, tokens: toSession(changes) } : provisioned
  const session = noteTime(configuration, changes, clock())
  return { ...provisioned, tokens: toSession(session), changes: session }
}

/** An element that logs in by resources of its own does so again with new credentials. */
function logsIn({ element, configuration }: Provisioning): boolean {
  return chooseCredential(element, configuration, undefined).kind === 'none'
}

type Run = ((type: Parameters<typeof runResources>[2]['type'], inputs?: Readonly<Record<string, string>>) => Promise<number>) & {
  /** Of the configuration, so far. */
  changes(): Values
}

function createRun(parts: CallParts, request: Provisioning, authenticated: Provisioned): Run {
  const { id, accountId, element } = request
  const { tokens } = authenticated
  let changes = authenticated.changes
  const run = async (type: Parameters<Run>[0], inputs: Readonly<Record<string, string>> = {}) => {
    if (element.resourcesOfType(type).length === 0) return 0
    const token = tokens === undefined ? (request.grant?.accessToken ?? '') : tokens.accessToken
    const configuration = { ...request.configuration, ...changes, ...(token === '' ? {} : { 'oauth.user.token': token }) }
    const fresh = tokens === undefined ? request.grant : { ...tokens, generation: 0, obtainedAt: parts.clock(), refusals: 0 }
    const account = { id, accountId, element, configuration, credential: chooseCredential(element, configuration, fresh) }
    const result = await runResources(parts, account, { type, inputs })
    changes = { ...changes, ...result.changes }
    return result.ran
  }
  return Object.assign(run, { changes: () => changes })
}

async function changeWebhook(parts: ProvisionParts, request: Provisioning, run: Run): Promise<void> {
  const { element, id, hadWebhook } = request
  const configuration = { ...request.configuration, ...run.changes() }
  const isOn = wantsWebhook(configuration)
  if (isOn === hadWebhook) return
  // Scripts may have turned events on meanwhile.
  demandWebhookUrl(parts, { ...request, configuration })
  await run(isOn ? 'onProvisionWebhook' : 'onDeleteWebhook', offerWebhook(parts.webhookUrl, element, id))
}

/**
 * Throws invalid-configuration (400) for events by webhook that are to begin, where the vendor cannot be told where to send them. To be asked before
 * anything is sent: a code is good for one exchange.
 */
export function demandWebhookUrl(
  { webhookUrl }: Pick<ProvisionParts, 'webhookUrl'>,
  { element, id, configuration, hadWebhook }: Provisioning,
): void {
  const begins = wantsWebhook(configuration) && !hadWebhook && element.resourcesOfType('onProvisionWebhook').length > 0
  if (!begins || webhookUrl(element, id) !== undefined) return
  const expected = 'false, since this server does not know its own URL (OCTET_PUBLIC_URL)'
  throw createError('invalid-configuration', { params: { key: 'event.notification.enabled', expected } })
}

/** Events are on, and the vendor sends them (contract 12.2, 12.4). */
export function wantsWebhook(configuration: Values): boolean {
  return configuration['event.notification.enabled'] === 'true' && /^webhooks?$/i.test(configuration['event.vendor.type'] ?? '')
}

function offerWebhook(webhookUrl: WebhookUrl, element: CompiledElement, id: number): Record<string, string> {
  const url = webhookUrl(element, id)
  return url === undefined ? {} : { webhookCallbackUrl: url }
}

/**
 * Says goodbye to the vendor before an instance goes: webhooks, what it set up, tokens (contract 3.9). Nothing that fails here keeps an instance alive;
 * resolves with what failed.
 */
export async function runFarewell(
  parts: Omit<ProvisionParts, 'readVerifier'>,
  element: CompiledElement,
  record: InstanceRecord,
): Promise<string[]> {
  const configuration = withToken(effectiveConfiguration(element, record.own), record)
  const credential: Credential = chooseCredential(element, configuration, record.grant)
  const account: AuthenticatingAccount = { id: record.id, accountId: record.accountId, element, configuration, credential }
  const failures: string[] = []
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      failures.push(`${what} failed: ${error instanceof OctetError ? (error.providerMessage ?? error.message) : 'unexpectedly'}`)
    }
  }
  const inputs = offerWebhook(parts.webhookUrl, element, record.id)
  if (wantsWebhook(configuration))
    await attempt('onDeleteWebhook', () => runResources(parts.call, account, { type: 'onDeleteWebhook', inputs }))
  await attempt('onDelete', () => runResources(parts.call, account, { type: 'onDelete', inputs }))
  if (record.grant !== undefined) await attempt('revoking the tokens', () => revokeTokens(parts.call, account, record.grant!))
  return failures
}

function withToken(configuration: Values, { grant }: InstanceRecord): Values {
  return grant === undefined || grant.accessToken === '' ? configuration : { ...configuration, 'oauth.user.token': grant.accessToken }
}
