/**
 * PUT and PATCH (contract 3.7): what is sent changes, what is not sent stays, in both; a whole GET body may come back with one member changed.
 * With a code the instance is authenticated anew under the same id and token.
 */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { demandPrivilege } from '../identity/roles.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import { putGrant } from '../oauth/grant-store.ts'
import type { InstanceInput } from './body.ts'
import { changeConfiguration, changeInstance, keepGranted } from './change.ts'
import { acceptConfiguration, changeOwn, effectiveConfiguration, leaveOutShown, type Values, withGrant } from './configuration.ts'
import type { InstanceRecord } from './instance-record.ts'
import { type InstanceChanges, updateRow } from './instance-store.ts'
import { checkLentSecrets } from './lent-secrets.ts'
import { wantsWebhook } from './life-cycle.ts'
import { type InstancesParts, toProvisionParts } from './parts.ts'
import { provision } from './provision.ts'
import type { Occasion } from './provisioning.ts'
import { addProxyClient } from './proxy-client.ts'
import { elementOf, findElement, readInstance } from './read.ts'
import { recordInstance } from './record-instance.ts'

export interface Update {
  readonly caller: Caller
  readonly id: number
  readonly input: InstanceInput
  /** `replace`: PUT; `change`: PATCH. */
  readonly occasion: Exclude<Occasion, 'create'>
}

/**
 * Updates and resolves with what is stored. Throws no-instance, no-element (404), invalid-body, invalid-configuration (400), for PUT missing-privilege
 * (403), and what `provision` throws; then nothing has changed.
 */
export async function updateInstance(parts: InstancesParts, { caller, id, input, occasion }: Update): Promise<InstanceRecord> {
  if (occasion === 'replace') demandPrivilege(caller, 'createElementInstances')
  const record = await readInstance(parts, caller, id)
  const element = await chooseElement(parts, { caller, record, input })
  const had = readShown(await elementOf(parts, record), record)
  const accepted = acceptConfiguration(element, await addProxyClient(parts, caller, input), had)
  const sent = leaveOutShown(record.own, had, accepted)
  const own = changeOwn(element, record.own, sent)
  checkLentSecrets(element, own, { sent, isMoved: element.id !== record.elementId })
  const sealer = await parts.sealerOf(record.organizationId)
  const provisioned = await provision(toProvisionParts(parts), {
    id,
    accountId: record.accountId,
    element,
    configuration: effectiveConfiguration(element, own),
    input,
    sent: Object.fromEntries(Object.entries(sent).filter(([key, value]) => value !== (had[key] ?? null))),
    occasion,
    grant: record.grant,
    externalAuthentication: record.externalAuthentication,
    hadWebhook: wantsWebhook(had),
  })
  const { tokens, tenant } = provisioned
  const obtainedAt = parts.clock()
  const store = () =>
    changeInstance(parts, id, async (db) => {
      const changes = { ...sent, ...provisioned.changes }
      const authorised = tokens === undefined ? {} : { authorised: { tenant } }
      const exists = await changeConfiguration(db, { id, element, sealer, changes, ...authorised })
      if (!exists) throw createError('no-instance', { params: { id } })
      await updateRow(db, id, {
        ...readChanges(input),
        element_id: element.id,
        element_key: element.key,
        external_authentication: provisioned.externalAuthentication,
        ...(tokens === undefined ? {} : revive(record)),
      })
      if (tokens !== undefined) await putGrant(db, sealer, { instanceId: id, tokens, tenant, obtainedAt })
      await recordInstance(db, caller, { id, name: input.name ?? record.name })
    })
  await keepGranted(parts, provisioned, store)
  return readInstance(parts, caller, id)
}

/** The configuration as the client last saw it. */
function readShown(element: CompiledElement, record: InstanceRecord): Values {
  return withGrant(effectiveConfiguration(element, record.own), record.grant)
}

function readChanges({ name, tags }: InstanceInput): InstanceChanges {
  return { ...(name === undefined ? {} : { name }), ...(tags === undefined ? {} : { tags: [...tags] }) }
}

/** A new authorisation ends what the platform disabled or marked for want of one; what a user disabled stays so. */
function revive({ disabledReason }: InstanceRecord): InstanceChanges {
  return disabledReason === null ? {} : { disabled: false, disabled_reason: null }
}

/** An instance may move to another element of the same hub and authentication: a clone (contract 3.7). */
async function chooseElement(
  parts: InstancesParts,
  { caller, record, input }: Pick<Update, 'caller' | 'input'> & { readonly record: InstanceRecord },
): Promise<CompiledElement> {
  const { elementKeyOrId } = input
  if (elementKeyOrId === undefined || elementKeyOrId === record.elementId || elementKeyOrId === record.elementKey)
    return elementOf(parts, record)
  const next = await findElement(parts, caller, elementKeyOrId)
  const current = await elementOf(parts, record)
  if (next.hub === current.hub && next.authenticationType === current.authenticationType) return next
  const reason = `element: an instance of ${current.key} cannot move to ${next.key}, which has another hub or authentication`
  throw createError('invalid-body', { params: { reason } })
}
