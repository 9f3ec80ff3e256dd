/** Common resources as a whole (contract 9): routes for clients, and the mappings of instances for calls under their names. */
import type { ElementFinder } from '../elements/catalog/finder.ts'
import type { Route } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import type { MappingRunner } from './apply/mapping-runner.ts'
import { createApplyRoutes } from './apply/routes.ts'
import { createDefinitionRoutes } from './definitions/routes.ts'
import { createMappingMemory, type MappingMemory } from './effective/mapping-memory.ts'
import { createNamedRoutes, type NamedParts } from './named/named-routes.ts'
import type { CommonParts } from './parts.ts'
import { createSnippetRoutes } from './snippets/snippet-routes.ts'
import { createTransformationRoutes } from './transformations/routes.ts'
import { createAllVdrRoutes } from './vdrs/routes.ts'

export interface CommonResources extends Pick<MappingMemory, 'mappingOf' | 'namesOf'> {
  readonly routes: readonly Route[]
}

export interface CommonResourcesOptions {
  readonly database: Database
  readonly catalog: ElementFinder
  /** Applies mappings that are tried out. */
  readonly runner: MappingRunner
  /** Where formulas call a name; default: there are no formulas. */
  readonly listFormulaUsages?: NamedParts['listFormulaUsages']
}

/** Builds them; resolves once changes by other processes are heard. */
export async function createCommonResources({
  database,
  catalog,
  runner,
  listFormulaUsages = async () => [],
}: CommonResourcesOptions): Promise<CommonResources> {
  const memory = await createMappingMemory(database)
  const parts: CommonParts = { database, catalog, forget: memory.forget }
  return {
    routes: [
      ...createDefinitionRoutes(parts),
      ...createTransformationRoutes(parts),
      ...createNamedRoutes({ ...parts, listFormulaUsages }),
      ...createAllVdrRoutes(parts),
      ...createSnippetRoutes(parts),
      ...createApplyRoutes({ ...parts, runner, mappingOf: memory.mappingOf }),
    ],
    mappingOf: memory.mappingOf,
    namesOf: memory.namesOf,
  }
}
