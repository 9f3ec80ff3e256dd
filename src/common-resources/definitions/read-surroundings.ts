/** Everything that is said of a name in an organization, for decisions about one of its definitions. */
import { type DefinitionRow, readDefinitions, readDefinitionsAt } from '../store/definitions.ts'
import { readAccounts } from '../store/read-accounts.ts'
import type { Db, ResourceRow } from '../store/resources.ts'
import { readTransformations, type TransformationRow } from '../store/transformations.ts'
import type { Surroundings } from './find-orphans.ts'

export interface NameSurroundings extends Surroundings<TransformationRow> {
  readonly definitions: readonly DefinitionRow[]
}

/** Reads them; the resource is locked already. */
export async function readSurroundings(db: Db, { id, organizationId, objectName }: ResourceRow): Promise<NameSurroundings> {
  const system = { level: 'system', associatedId: null, organizationId: null } as const
  const own = await readDefinitions(db, [id])
  const above = organizationId === null ? [] : await readDefinitionsAt(db, system, objectName)
  const transformations = await readTransformations(db, [id])
  return { definitions: [...own, ...above], transformations, accountOf: await readAccounts(db, transformations) }
}
