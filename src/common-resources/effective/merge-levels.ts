/**
 * The levels that speak of one thing, made into one (contract 9.1): the lower wins per path, no field of either is lost.
 * The lower stands behind the upper, so that where two paths fill one place the lower's word is the last.
 */
import type { MappingFlag, MappingScript } from '../../transform/mapping/mapping-document.ts'
import { compareLevels, type Level } from '../levels.ts'
import type { DefinitionRow } from '../store/definitions.ts'
import type { TransformationField } from '../store/transformation-document.ts'
import type { TransformationRow } from '../store/transformations.ts'

/** Whose word a field is. */
export interface Said {
  readonly path: string
  readonly level: Level
  readonly associatedId: number | null
}

/** A transformation as one level has it, or as several merged ones have it. */
export interface LeveledTransformation {
  readonly vendorName: string
  readonly fields: readonly (TransformationField & Said)[]
  readonly configuration: readonly MappingFlag[]
  /** Lowest first; each says whose it is. */
  readonly scripts: readonly LeveledScript[]
  readonly isLegacy: boolean
}

export interface LeveledScript extends MappingScript {
  readonly level: Level
  readonly associatedId: number | null
}

/** Fields of both; where both have a path, all that the lower says of it. */
export function mergeFields<F extends { readonly path: string }>(lower: readonly F[], upper: readonly F[]): F[] {
  const said = new Set(lower.map(({ path }) => path))
  return [...upper.filter(({ path }) => !said.has(path)), ...lower]
}

/** The definition that a standing sees of several levels. */
export function mergeDefinitions<R extends Pick<DefinitionRow, 'level' | 'associatedId' | 'fields'>>(rows: readonly R[]) {
  return lowestFirst(rows)
    .map(({ level, associatedId, fields }) => fields.map((field) => ({ ...field, level, associatedId })))
    .reduceRight((upper, lower) => mergeFields(lower, upper), [])
}

/** The lower over the upper, as `inherit` has it. */
export function mergeTransformations(lower: LeveledTransformation, upper: LeveledTransformation): LeveledTransformation {
  const said = new Set(['inherit', ...lower.configuration.map(({ type }) => type)])
  return {
    vendorName: lower.vendorName,
    fields: mergeFields(lower.fields, upper.fields),
    configuration: [...upper.configuration.filter(({ type }) => !said.has(type)), ...lower.configuration],
    scripts: [...lower.scripts, ...upper.scripts],
    isLegacy: lower.isLegacy,
  }
}

/** What the lowest of these transformations comes to: each that inherits is laid over what the next one above comes to. Undefined when there is none. */
export function effectiveTransformation(rows: readonly TransformationRow[]): LeveledTransformation | undefined {
  const [lowest, ...above] = lowestFirst(rows)
  if (lowest === undefined) return undefined
  const own = levelTransformation(lowest)
  const upper = inherits(lowest.document.configuration) ? effectiveTransformation(above) : undefined
  return upper === undefined ? own : mergeTransformations(own, upper)
}

/** One level's transformation with each part naming its level. */
export function levelTransformation({ level, associatedId, vendorName, document }: TransformationRow): LeveledTransformation {
  const { fields, configuration, script, isLegacy } = document
  return {
    vendorName,
    fields: fields.map((field) => ({ ...field, level, associatedId })),
    configuration: configuration.map((flag) => ({ ...flag, level })),
    scripts: script === undefined ? [] : [{ ...script, isLegacy, level, associatedId }],
    isLegacy,
  }
}

/** Whether a transformation takes over what is said above it: `inherit`, unless it is switched off in both directions. */
export function inherits(configuration: readonly MappingFlag[]): boolean {
  const flag = configuration.find(({ type }) => type === 'inherit')
  if (flag === undefined) return false
  return !(flag.properties?.['fromVendor'] === false && flag.properties['toVendor'] === false)
}

/** Rows by their levels, the lowest first. */
function lowestFirst<R extends { readonly level: Level }>(rows: readonly R[]): R[] {
  return rows.toSorted((a, b) => compareLevels(b.level, a.level))
}
