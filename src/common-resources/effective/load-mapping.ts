/** Reads the rows that make up a mapping, merges their levels and compiles the outcome. */
import { createError } from '../../lib/errors.ts'
import { type CompiledMapping, compileMapping } from '../../transform/mapping/compile-mapping.ts'
import type { DefinitionField, MappingDocument } from '../../transform/mapping/mapping-document.ts'
import type { InstanceMapping } from '../instance-mapping.ts'
import { readDefinitionsById } from '../store/definitions.ts'
import type { Db } from '../store/resources.ts'
import { readTransformationsById, type TransformationRow } from '../store/transformations.ts'
import { effectiveTransformation, type LeveledTransformation, mergeDefinitions } from './merge-levels.ts'
import { readKey } from './read-heads.ts'

/** Undefined when its rows are gone. Throws common-resource-unusable (400) for what cannot be compiled. */
export async function loadMapping(db: Db, key: string): Promise<InstanceMapping | undefined> {
  const ids = readKey(key)
  const [transformations, definitions] = await Promise.all([
    readTransformationsById(db, ids.transformations),
    readDefinitionsById(db, ids.definitions),
  ])
  return composeMapping(transformations, mergeDefinitions(definitions))
}

/** The mapping that these transformations of one name come to; undefined when there is none. Throws what `refuse` makes of a reason that names the field. */
export function composeMapping(
  rows: readonly TransformationRow[],
  definition: readonly DefinitionField[],
  refuse: (reason: string) => Error = (reason) =>
    createError('common-resource-unusable', { params: { name: rows[0]!.objectName, reason } }),
): InstanceMapping | undefined {
  const merged = effectiveTransformation(rows)
  if (merged === undefined) return undefined
  const document = toDocument(rows[0]!.objectName, merged)
  return {
    objectName: document.objectName,
    vendorName: document.vendorName,
    document,
    mapping: compile(document, definition, refuse),
    definition,
    addToDocumentation: document.configuration.some(({ type }) => type === 'addToDocumentation'),
    script: document.script,
  }
}

function compile(document: MappingDocument, definition: readonly DefinitionField[], refuse: (reason: string) => Error): CompiledMapping {
  try {
    return compileMapping(document, definition)
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error))
  }
}

function toDocument(objectName: string, { vendorName, fields, configuration, scripts: [script] }: LeveledTransformation): MappingDocument {
  return { objectName, vendorName, fields, configuration, ...(script !== undefined && { script }) }
}
