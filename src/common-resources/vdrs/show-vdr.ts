/** A common resource as `/vdrs` shows it (contract 9.5, 9.8). */
import type { Placed } from '../levels.ts'
import type { DefinitionRow } from '../store/definitions.ts'
import { describeAbout } from './about.ts'
import { listElementIds } from './mapped-rows.ts'
import { mergeShown } from './merge-shown.ts'
import type { Sight } from './sight.ts'
import { headOf, type Whole } from './whole.ts'

/** `id`: the one that it was asked by; it has two where organization and system speak of it. */
export function showVdr(whole: Whole, sight: Sight, id: number = headOf(whole).id): object {
  const { accountId, userId, description, createdDate, vdrShared, vdrShareLevel } = describeAbout(whole, sight, id)
  const { organizationId } = whole.system?.id === id ? whole.system : headOf(whole)
  return {
    id,
    objectName: whole.name,
    ...(description !== null && { description }),
    ...(organizationId !== null && { companyId: organizationId }),
    ...(accountId !== null && { accountId }),
    ...(userId !== null && { userId }),
    createdDate,
    fields: showFields(whole.definitions, sight),
    mappedElementIds: listElementIds(whole.mapped),
    vdrShared,
    vdrShareLevel,
  }
}

export function showFields(definitions: readonly DefinitionRow[], { instanceId }: Pick<Sight, 'instanceId'>): object[] {
  return mergeShown(definitions, instanceId !== undefined).map(showPlaced)
}

/** A part with its level; the system's belongs to nobody. */
export function showPlaced<P extends Placed>({ associatedId, ...part }: P): object {
  return { ...part, ...(associatedId !== null && { associatedId }) }
}
