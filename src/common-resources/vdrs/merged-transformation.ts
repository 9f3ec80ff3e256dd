/** The transformation of one element as `/vdrs` knows it: what all levels say, as one, of which each part names its level (contract 9.5, 9.8). */
import type { MappingFlag } from '../../transform/mapping/mapping-document.ts'
import type { Placed } from '../levels.ts'
import { omitKnown, type TransformationField, type TransformationScript } from '../store/transformation-document.ts'
import type { TransformationRow } from '../store/transformations.ts'
import { highestFirst, listAll, mergeShown, type Shown } from './merge-shown.ts'
import { showPlaced } from './show-vdr.ts'

export interface MergedTransformation {
  /** Highest level first. */
  readonly rows: readonly TransformationRow[]
  /** Of the lowest level. */
  readonly vendorName: string
  /** Of the script that counts; without one, of the lowest level. */
  readonly isLegacy: boolean
  readonly fields: readonly Shown<TransformationField>[]
  /** Nothing hidden. */
  readonly allFields: readonly Shown<TransformationField>[]
  readonly configuration: readonly (MappingFlag & Placed)[]
  /** Lowest first: the first one counts. */
  readonly scripts: readonly (TransformationScript & Placed)[]
  /** Members of clients without a meaning here. */
  readonly others: object
}

/** By element, in the order in which they came. Rows of no known element stand for themselves. */
export function groupByElement(rows: readonly TransformationRow[]): TransformationRow[][] {
  return [...Map.groupBy(rows, ({ id, elementId }) => elementId ?? -id).values()]
}

/** `ofOneInstance`: rows of instances are those of one, whose word hides those above. At least one row. */
export function mergeRows(found: readonly TransformationRow[], ofOneInstance = false): MergedTransformation {
  const rows = highestFirst(found)
  const lowest = rows.at(-1)!
  const fieldRows = rows.map(({ level, associatedId, document }) => ({ level, associatedId, fields: document.fields }))
  const withScript = rows.filter(({ document }) => document.script !== undefined).reverse()
  return {
    rows,
    vendorName: lowest.vendorName,
    isLegacy: (withScript[0] ?? lowest).document.isLegacy,
    fields: mergeShown(fieldRows, ofOneInstance),
    allFields: listAll(fieldRows),
    configuration: rows.flatMap(({ document, level, associatedId }) =>
      document.configuration.map((flag) => ({ ...flag, level, associatedId })),
    ),
    scripts: withScript.map(({ document, level, associatedId }) => ({ ...document.script!, level, associatedId })),
    others: Object.assign({}, ...rows.map(({ document }) => omitKnown(document))),
  }
}

/** As clients see it, under the id that it was asked by. */
export function showMerged({ rows, others, ...merged }: MergedTransformation, id: number = rows[0]!.id): object {
  const row = rows.find((each) => each.id === id) ?? rows[0]!
  const scripts = merged.scripts.map((script) => showPlaced({ mimeType: 'application/javascript', ...script }))
  return {
    ...others,
    id: row.id,
    objectName: row.objectName,
    level: row.level,
    vendorName: merged.vendorName,
    elementKey: row.elementKey ?? undefined,
    elementId: row.elementId ?? undefined,
    ...(row.level === 'instance' && { instanceId: row.associatedId }),
    startDate: row.createdDate,
    isLegacy: merged.isLegacy,
    fields: merged.fields.map((field) => showPlaced({ configuration: [], ...field })),
    configuration: merged.configuration.map(showFlag),
    ...(scripts.length > 0 && { script: scripts[0] }),
    scripts,
  }
}

/** Of an instance's flag it is told whose it is; for the others the level says it. */
function showFlag({ associatedId, ...flag }: MappingFlag & Placed): object {
  return { ...flag, ...(flag.level === 'instance' && { associatedId }) }
}
