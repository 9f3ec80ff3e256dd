/** Refuses a transformation that no call could use: what cannot be compiled with what it inherits. */
import { createError } from '../../lib/errors.ts'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import { composeMapping } from '../effective/load-mapping.ts'
import type { TransformationRow } from '../store/transformations.ts'

/** Throws invalid-body (400) naming the field. */
export function demandCompilable(rows: readonly TransformationRow[], definition: readonly DefinitionField[]): void {
  composeMapping(rows, definition, (reason) => createError('invalid-body', { params: { reason } }))
}
