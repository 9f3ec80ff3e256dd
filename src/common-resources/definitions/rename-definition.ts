/** Gives a definition of one place another name, and its transformations with it (contract 9.2). What other places say of the old name stays. */
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { codeOf } from '../../store/store-error.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import type { Place } from '../place.ts'
import { type DefinitionRow, moveDefinition, readDefinitionsAt } from '../store/definitions.ts'
import { deleteResourceIfEmpty, ensureResource, findResource, renameResource } from '../store/resources.ts'
import { moveTransformations, readTransformations, type TransformationRow } from '../store/transformations.ts'
import { lockDefinition } from './change-definitions.ts'
import { findOrphans } from './find-orphans.ts'
import { readSurroundings } from './read-surroundings.ts'

export interface Renaming {
  readonly name: string
  readonly newName: string
}

/** Throws no-object-definition (404), object-definition-exists, transformation-exists, common-resource-exists (409). */
export function renameDefinition(parts: CommonParts, place: Place, { name, newName }: Renaming): Promise<DefinitionRow> {
  const { organizationId } = place.scope
  return changeResources(parts, organizationId, async (transaction) => {
    // Both names in one order, so that two who rename the opposite way do not wait for each other in a circle.
    for (const each of [name, newName].sort()) await findResource(transaction, { organizationId, name: each }, { lock: true })
    const row = await lockDefinition(transaction, place, name)
    if (name === newName) return row
    const resource = (await findResource(transaction, { organizationId, name }))!
    const { definitions, transformations, accountOf } = await readSurroundings(transaction, resource)
    const moving = findOrphans(row, { definitions, transformations, accountOf })
    const isAlone =
      definitions.every(({ id, resourceId }) => id === row.id || resourceId !== resource.id) && moving.length === transformations.length
    const target = await findResource(transaction, { organizationId, name: newName })
    if (isAlone && target === undefined) {
      await renameResource(transaction, resource.id, newName).catch((error: unknown) => {
        // Somebody took the name a moment ago.
        throw codeOf(error) === '23505' ? createError('common-resource-exists', { params: { name: newName } }) : error
      })
    } else {
      const { accountId, userId } = row
      const to = target ?? (await ensureResource(transaction, { organizationId, objectName: newName, accountId, userId }))
      if ((await readDefinitionsAt(transaction, place.scope, newName)).length > 0) {
        throw createError('object-definition-exists', { params: { name: newName } })
      }
      if (clash(moving, await readTransformations(transaction, [to.id]))) {
        throw createError('transformation-exists', { params: { name: newName } })
      }
      await moveDefinition(transaction, row.id, to.id)
      await moveTransformations(
        transaction,
        moving.map(({ id }) => id),
        to.id,
      )
      await deleteResourceIfEmpty(transaction, resource.id)
    }
    const [moved] = await readDefinitionsAt(transaction, place.scope, newName)
    await recordChange(transaction, { area: 'common-resources', entityId: moved!.resourceId, entityName: newName })
    return moved!
  })
}

function clash(moving: readonly TransformationRow[], present: readonly TransformationRow[]): boolean {
  const placeOf = ({ elementId, level, associatedId }: TransformationRow) => `${elementId} ${level} ${associatedId}`
  const taken = new Set(present.map(placeOf))
  return moving.some((row) => taken.has(placeOf(row)))
}
