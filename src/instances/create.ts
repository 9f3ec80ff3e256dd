/** Creates an instance (contract 3.3–3.5): the vendor is asked first, and only what it granted is stored; a failure leaves nothing behind. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { demandPrivilege } from '../identity/roles.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import { createSecret } from '../lib/ids.ts'
import { putGrant } from '../oauth/grant-store.ts'
import type { InstanceInput } from './body.ts'
import { changeInstance, keepGranted } from './change.ts'
import { acceptConfiguration, changeOwn, effectiveConfiguration } from './configuration.ts'
import { type InstanceRecord, sealOwn, sealToken } from './instance-record.ts'
import { hashToken, takeId } from './instance-store.ts'
import { checkLentSecrets } from './lent-secrets.ts'
import { type InstancesParts, scopeOf, toProvisionParts } from './parts.ts'
import { provision } from './provision.ts'
import { addProxyClient } from './proxy-client.ts'
import { findElement, readInstance } from './read.ts'
import { recordInstance } from './record-instance.ts'

export interface Creation {
  readonly caller: Caller
  readonly input: InstanceInput
  /** From the path; wins over the body. */
  readonly elementKeyOrId?: string | undefined
}

/**
 * Creates and resolves with what is stored. Throws element-required, invalid-configuration (400), missing-privilege (403), no-element (404) and what
 * `provision` throws.
 */
export async function createInstance(parts: InstancesParts, { caller, input, elementKeyOrId }: Creation): Promise<InstanceRecord> {
  demandPrivilege(caller, 'createElementInstances')
  const keyOrId = elementKeyOrId ?? input.elementKeyOrId
  if (keyOrId === undefined) throw createError('element-required')
  const element = await findElement(parts, caller, keyOrId)
  const sent = acceptConfiguration(element, await addProxyClient(parts, caller, input))
  const own = changeOwn(element, { open: {}, secret: {} }, sent)
  checkLentSecrets(element, own, { sent, isMoved: false })
  const id = await takeId(parts.database.db)
  const provisioned = await provision(toProvisionParts(parts), {
    id,
    accountId: caller.accountId,
    element,
    configuration: effectiveConfiguration(element, own),
    input,
    sent,
    occasion: 'create',
    grant: undefined,
    externalAuthentication: 'none',
    hadWebhook: false,
  })
  const insertion = {
    id,
    caller,
    element,
    input,
    own: changeOwn(element, own, provisioned.changes),
    provisioned,
    obtainedAt: parts.clock(),
  }
  await keepGranted(parts, provisioned, () => insert(parts, insertion))
  return readInstance(parts, caller, id)
}

interface Insertion {
  readonly id: number
  readonly caller: Caller
  readonly element: CompiledElement
  readonly input: InstanceInput
  readonly own: ReturnType<typeof changeOwn>
  readonly provisioned: Awaited<ReturnType<typeof provision>>
  /** When the vendor granted the tokens, epoch ms. */
  readonly obtainedAt: number
}

/** May be repeated: a try that failed may have been committed, and the id is nobody else's. */
async function insert(parts: InstancesParts, { id, caller, element, input, own, provisioned, obtainedAt }: Insertion): Promise<void> {
  const scope = scopeOf(caller)
  const sealer = await parts.sealerOf(scope.organizationId)
  const name = input.name ?? element.name
  const token = createSecret()
  await changeInstance(parts, id, async (db) => {
    const inserted = await db
      .insertInto('instances')
      .values({
        id,
        organization_id: scope.organizationId,
        account_id: scope.accountId,
        user_id: caller.user.id,
        element_id: element.id,
        element_key: element.key,
        name,
        // Contract 3.4: without tags, the name is the tag.
        tags: [...(input.tags ?? [name])],
        token_hash: hashToken(token),
        token_sealed: sealToken(sealer, id, token),
        ...sealOwn(sealer, id, own),
        external_authentication: provisioned.externalAuthentication,
        disabled_reason: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows === 1n) await recordInstance(db, caller, { id, name })
    const { tokens, tenant } = provisioned
    if (tokens !== undefined) await putGrant(db, sealer, { instanceId: id, tokens, tenant, obtainedAt })
  })
}
