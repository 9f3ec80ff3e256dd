/** The mapping that is to be tried out: an instance's, or what an instance of an element would have in the caller's account. */
import { demandElement } from '../../elements/catalog/finder.ts'
import { findInScope } from '../../instances/instance-store.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { composeMapping } from '../effective/load-mapping.ts'
import type { MappingMemory } from '../effective/mapping-memory.ts'
import { mergeDefinitions } from '../effective/merge-levels.ts'
import type { InstanceMapping } from '../instance-mapping.ts'
import { scopesOf } from '../levels.ts'
import type { CommonParts } from '../parts.ts'
import { readDefinitionsVisible } from '../store/definitions.ts'
import { readTransformationsAt } from '../store/transformations.ts'
import type { Execution } from './execute-body.ts'

export interface FoundMapping {
  readonly mapping: InstanceMapping
  readonly instanceId: number | undefined
}

interface Sought {
  readonly caller: Caller
  readonly name: string
  readonly through: Execution['through']
}

type Parts = CommonParts & Pick<MappingMemory, 'mappingOf'>

/** Throws no-instance, no-element, no-transformation (404), common-resource-unusable (400). */
export async function findMapping(parts: Parts, { caller, name, through }: Sought): Promise<FoundMapping> {
  const isInstance = 'instance' in through
  const found = isInstance
    ? await ofInstance(parts, { caller, name }, through.instance)
    : await ofElement(parts, { caller, name }, through.element)
  if (found === undefined) throw createError('no-transformation', { params: { name } })
  return found
}

async function ofInstance(
  { database, mappingOf }: Parts,
  { caller, name }: Omit<Sought, 'through'>,
  text: string,
): Promise<FoundMapping | undefined> {
  const id = parseId(text)
  const row = id === undefined ? undefined : await findInScope(database.db, caller, id)
  if (row === undefined) throw createError('no-instance', { params: { id: text } })
  const instance = { id: row.id, accountId: row.account_id, organizationId: row.organization_id, elementId: row.element_id }
  const mapping = await mappingOf(instance, name)
  return mapping === undefined ? undefined : { mapping, instanceId: row.id }
}

async function ofElement(
  { database, catalog }: Parts,
  { caller, name }: Omit<Sought, 'through'>,
  keyOrId: string,
): Promise<FoundMapping | undefined> {
  const { id: elementId } = await demandElement(catalog, keyOrId, caller)
  const scopes = scopesOf({ organizationId: caller.organizationId, accountId: caller.accountId })
  const [rows, definitions] = await Promise.all([
    readTransformationsAt(database.db, scopes, { name, elementId }),
    readDefinitionsVisible(database.db, scopes, name),
  ])
  const mapping = composeMapping(rows, mergeDefinitions(definitions))
  return mapping === undefined ? undefined : { mapping, instanceId: undefined }
}
