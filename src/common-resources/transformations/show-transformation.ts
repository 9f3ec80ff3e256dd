/** A transformation as clients see it (contract 9.3). */
import { effectiveTransformation, type LeveledScript } from '../effective/merge-levels.ts'
import { omitKnown } from '../store/transformation-document.ts'
import type { TransformationRow } from '../store/transformations.ts'

/** What one place says of it, with what it inherits from those above. */
export function showTransformation(own: TransformationRow, above: readonly TransformationRow[] = []): object {
  const merged = effectiveTransformation([own, ...above])!
  const scripts = merged.scripts.map(showScript)
  return {
    ...omitKnown(own.document),
    id: own.id,
    objectName: own.objectName,
    level: own.level,
    vendorName: own.vendorName,
    elementKey: own.elementKey ?? undefined,
    elementId: own.elementId ?? undefined,
    startDate: own.createdDate,
    isLegacy: merged.isLegacy,
    fields: merged.fields.map((field) => ({ ...field, associatedLevel: field.level, associatedId: field.associatedId ?? undefined })),
    configuration: merged.configuration,
    ...(scripts.length > 0 && { script: scripts[0] }),
    scripts,
  }
}

function showScript({ isLegacy: _, associatedId, ...script }: LeveledScript): object {
  return { mimeType: 'application/javascript', ...script, associatedId: associatedId ?? undefined }
}
