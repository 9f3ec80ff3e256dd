/** Making, replacing and deleting the transformations of one target (contract 9.3), each in one transaction with its record. */
import type { Transaction } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import type { Tables } from '../../store/tables.ts'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import { noDefinition, removeDefinition } from '../definitions/change-definitions.ts'
import { findOrphans } from '../definitions/find-orphans.ts'
import { readSurroundings } from '../definitions/read-surroundings.ts'
import { effectiveTransformation, inherits, mergeDefinitions } from '../effective/merge-levels.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import { readDefinitionsAt, readDefinitionsVisible } from '../store/definitions.ts'
import { numberFields } from '../store/number-fields.ts'
import { deleteResourceIfEmpty, ensureResource, findResource } from '../store/resources.ts'
import { deleteTransformation, putTransformation, type TransformationRow } from '../store/transformations.ts'
import { demandCompilable } from './demand-compilable.ts'
import { dropInherited } from './drop-inherited.ts'
import { readAbove, readOwn, type Target } from './target.ts'
import { readDocument, type SentTransformation } from './transformation-body.ts'

export interface Writing {
  readonly name: string
  readonly sent: SentTransformation
  /** `create`: there may be none yet; `replace`: there must be one; `put`: either. */
  readonly mode: 'create' | 'replace' | 'put'
}

/** Throws no-object-definition, no-transformation (404), transformation-exists (409), invalid-body, transformation-not-legacy (400). */
export function writeTransformation(parts: CommonParts, target: Target, writing: Writing): Promise<TransformationRow> {
  return changeResources(parts, target.place.scope.organizationId, (transaction) => write(transaction, target, writing))
}

async function write(transaction: Transaction<Tables>, target: Target, { name, sent, mode }: Writing): Promise<TransformationRow> {
  const { place, element } = target
  const { scope, caller } = place
  const maker = { accountId: caller.accountId, userId: caller.user.id }
  const resource = await ensureResource(transaction, { organizationId: scope.organizationId, objectName: name, ...maker })
  const definition = await readDefinition(transaction, target, name)
  const [former] = await readOwn(transaction, target, name)
  if (former !== undefined && mode === 'create') throw createError('transformation-exists', { params: { name } })
  if (former === undefined && mode === 'replace') throw createError('no-transformation', { params: { name } })
  const vendorName = sent.vendorName ?? former?.vendorName
  if (vendorName === undefined) throw createError('invalid-body', { params: { reason: 'vendorName is missing' } })
  const above = await readAbove(transaction, target, name)
  const inherited = inherits(sent.configuration ?? []) ? (effectiveTransformation(above)?.fields ?? []) : []
  const own = { ...sent, fields: dropInherited(sent.fields ?? [], scope.level, inherited) }
  const read = readDocument(own, { definition, former: former?.document })
  const document = { ...read, fields: await numberFields(transaction, read.fields, former?.document.fields) }
  if (former !== undefined && former.elementId !== element.id) await deleteTransformation(transaction, former.id)
  const { level, associatedId } = scope
  const row = { resourceId: resource.id, elementId: element.id, elementKey: element.key, level, associatedId, vendorName, document }
  await putTransformation(transaction, row)
  const [written] = await readOwn(transaction, target, name)
  demandCompilable([written!, ...above], definition)
  await recordChange(transaction, changeOf(target, written!))
  return written!
}

/** The fields that the target's definitions come to. Throws no-object-definition (404): no place that it sees has one. */
async function readDefinition(transaction: Transaction<Tables>, { place }: Target, name: string): Promise<readonly DefinitionField[]> {
  const rows = await readDefinitionsVisible(transaction, place.scopes, name)
  if (rows.length === 0) throw noDefinition(name)
  return mergeDefinitions(rows)
}

export interface Deleting {
  /** Default: every transformation of the target. */
  readonly name?: string
  /** With the definitions of the same place that nothing needs any more. */
  readonly propagate: boolean
}

/** Throws no-transformation(s) (404). */
export function deleteTransformations(parts: CommonParts, target: Target, { name, propagate }: Deleting): Promise<void> {
  return changeResources(parts, target.place.scope.organizationId, async (transaction) => {
    const rows = await readOwn(transaction, target, name)
    if (rows.length === 0) {
      throw name === undefined ? createError('no-transformations') : createError('no-transformation', { params: { name } })
    }
    for (const row of rows.toSorted((a, b) => (a.objectName < b.objectName ? -1 : 1))) await remove(transaction, target, { row, propagate })
  })
}

async function remove(
  transaction: Transaction<Tables>,
  target: Target,
  { row, propagate }: { readonly row: TransformationRow; readonly propagate: boolean },
): Promise<void> {
  const { scope } = target.place
  const resource = await findResource(transaction, { organizationId: scope.organizationId, name: row.objectName }, { lock: true })
  if (resource === undefined) return
  await deleteTransformation(transaction, row.id)
  await recordChange(transaction, changeOf(target, row))
  const [definition] = propagate ? await readDefinitionsAt(transaction, scope, row.objectName) : []
  if (definition !== undefined && findOrphans(definition, await readSurroundings(transaction, resource)).length === 0) {
    await removeDefinition(transaction, target.place, row.objectName)
  } else {
    await deleteResourceIfEmpty(transaction, resource.id)
  }
}

function changeOf({ place }: Target, { resourceId, objectName }: TransformationRow) {
  const { instance } = place
  return { area: 'common-resources', entityId: resourceId, entityName: objectName, ...(instance && { instanceId: instance.id }) } as const
}
