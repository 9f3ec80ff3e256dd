/** Making, replacing and deleting the definitions of one place (contract 9.2), each in one transaction with its record. */
import type { Transaction } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import type { Tables } from '../../store/tables.ts'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import type { Place } from '../place.ts'
import { findMoved, renameInTransformations } from '../rename-fields.ts'
import { type DefinitionRow, deleteDefinition, putDefinition, readDefinitionsAt } from '../store/definitions.ts'
import { numberFields } from '../store/number-fields.ts'
import { deleteResourceIfEmpty, ensureResource, findResource } from '../store/resources.ts'
import { findOrphans } from './find-orphans.ts'
import { readSurroundings } from './read-surroundings.ts'

/** Makes all of them or none. Throws object-definition-exists (409). */
export function createDefinitions(
  parts: CommonParts,
  place: Place,
  sent: ReadonlyMap<string, readonly DefinitionField[]>,
): Promise<DefinitionRow[]> {
  return changeResources(parts, place.scope.organizationId, async (transaction) => {
    const made = new Map<string, DefinitionRow>()
    // In one order, so that two who make the same names at once do not wait for each other in a circle.
    for (const name of [...sent.keys()].sort())
      made.set(name, await createDefinition(transaction, place, { name, fields: sent.get(name)! }))
    return [...sent.keys()].map((name) => made.get(name)!)
  })
}

interface Named {
  readonly name: string
  readonly fields: readonly DefinitionField[]
}

async function createDefinition(transaction: Transaction<Tables>, place: Place, { name, fields }: Named): Promise<DefinitionRow> {
  const { scope, caller } = place
  const maker = { accountId: caller.accountId, userId: caller.user.id }
  const resource = await ensureResource(transaction, { organizationId: scope.organizationId, objectName: name, ...maker })
  const [existing] = await readDefinitionsAt(transaction, scope, name)
  if (existing !== undefined) throw createError('object-definition-exists', { params: { name } })
  return write(transaction, place, { resourceId: resource.id, name, fields: await numberFields(transaction, fields) })
}

/** Replaces the fields of one that there is; fields keep their ids, and where a path changes, transformations follow. Throws no-object-definition (404). */
export function replaceDefinition(parts: CommonParts, place: Place, { name, fields }: Named): Promise<DefinitionRow> {
  return changeResources(parts, place.scope.organizationId, async (transaction) => {
    const former = await lockDefinition(transaction, place, name)
    const numbered = await numberFields(transaction, fields, former.fields)
    const { level, associatedId } = place.scope
    const renamings = [{ level, associatedId, paths: findMoved(former.fields, numbered) }]
    const written = await write(transaction, place, { resourceId: former.resourceId, name, fields: numbered })
    await renameInTransformations(transaction, { name, organizationId: place.caller.organizationId, renamings })
    return written
  })
}

async function write(
  transaction: Transaction<Tables>,
  { scope, caller }: Place,
  { resourceId, name, fields }: Named & { readonly resourceId: number },
): Promise<DefinitionRow> {
  const maker = { accountId: caller.accountId, userId: caller.user.id }
  await putDefinition(transaction, { resourceId, level: scope.level, associatedId: scope.associatedId, fields, maker })
  await recordChange(transaction, { area: 'common-resources', entityId: resourceId, entityName: name })
  const [written] = await readDefinitionsAt(transaction, scope, name)
  return written!
}

/** Deletes the definition of a name, or of every name that the place has one of. Throws no-object-definition(s) (404), object-definition-in-use (409). */
export function deleteDefinitions(parts: CommonParts, place: Place, name?: string): Promise<void> {
  return changeResources(parts, place.scope.organizationId, async (transaction) => {
    const rows = await readDefinitionsAt(transaction, place.scope, name)
    if (rows.length === 0) throw name === undefined ? createError('no-object-definitions') : noDefinition(name)
    for (const each of rows.map(({ objectName }) => objectName).sort()) await removeDefinition(transaction, place, each)
  })
}

/** Deletes one definition within a transaction. Throws no-object-definition (404), object-definition-in-use (409). */
export async function removeDefinition(transaction: Transaction<Tables>, place: Place, name: string): Promise<void> {
  const { organizationId } = place.scope
  const row = await lockDefinition(transaction, place, name)
  const resource = await findResource(transaction, { organizationId, name })
  const orphans = findOrphans(row, await readSurroundings(transaction, resource!))
  if (orphans.length > 0) throw createError('object-definition-in-use', { params: { name } })
  await deleteDefinition(transaction, row.id)
  await recordChange(transaction, { area: 'common-resources', entityId: row.resourceId, entityName: name })
  await deleteResourceIfEmpty(transaction, row.resourceId)
}

/** The place's definition of a name, nobody else changing anything of the name meanwhile. Throws no-object-definition (404). */
export async function lockDefinition(transaction: Transaction<Tables>, { scope }: Place, name: string): Promise<DefinitionRow> {
  const resource = await findResource(transaction, { organizationId: scope.organizationId, name }, { lock: true })
  const [row] = resource === undefined ? [] : await readDefinitionsAt(transaction, scope, name)
  if (row === undefined) throw noDefinition(name)
  return row
}

export function noDefinition(name: string) {
  return createError('no-object-definition', { params: { name } })
}
