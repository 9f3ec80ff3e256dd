/** An object definition as clients see it (contract 9.2). */
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import type { DefinitionRow } from '../store/definitions.ts'

/** What one level says; its id is that of the common resource, as `/vdrs` knows it. */
export function showDefinition({ resourceId, objectName, level, associatedId, fields, createdDate }: DefinitionRow): object {
  return {
    id: resourceId,
    objectName,
    level,
    createdDate,
    fields: fields.map((field) => showField(field, { level, associatedId })),
  }
}

/** A field with whose word it is: clients read either name of the level. */
export function showField(field: DefinitionField, { level, associatedId }: Pick<DefinitionRow, 'level' | 'associatedId'>): object {
  return { ...field, level, associatedLevel: level, associatedId: associatedId ?? undefined }
}

/** Several by name. */
export function showDefinitions(rows: readonly DefinitionRow[]): object {
  return Object.fromEntries(rows.map((row) => [row.objectName, showDefinition(row)]))
}
