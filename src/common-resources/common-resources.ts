/** Common resources as a whole (contract 9): routes for clients, and the mappings of instances for calls under their names. */
import type { ElementFinder } from '../elements/catalog/finder.ts'
import type { Route } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import { createDefinitionRoutes } from './definitions/routes.ts'
import { createMappingMemory, type MappingMemory } from './effective/mapping-memory.ts'
import type { CommonParts } from './parts.ts'
import { createTransformationRoutes } from './transformations/routes.ts'

export interface CommonResources extends Pick<MappingMemory, 'mappingOf' | 'namesOf'> {
  readonly routes: readonly Route[]
}

export interface CommonResourcesOptions {
  readonly database: Database
  readonly catalog: ElementFinder
}

/** Builds them; resolves once changes by other processes are heard. */
export async function createCommonResources({ database, catalog }: CommonResourcesOptions): Promise<CommonResources> {
  const memory = await createMappingMemory(database)
  const parts: CommonParts = { database, catalog, forget: memory.forget }
  return {
    routes: [...createDefinitionRoutes(parts), ...createTransformationRoutes(parts)],
    mappingOf: memory.mappingOf,
    namesOf: memory.namesOf,
  }
}
