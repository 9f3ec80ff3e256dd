/** A mapping, from its document to functions. Done once per document; a record pays closures only. */
import { appliesScriptToWhere, compileFieldConversion, type Direction, isMapped, passes, readDefault } from './field-rules.ts'
import type { CompiledMapping } from './mapping.ts'
import type { DefinitionField, MappingDocument, MappingField } from './mapping-document.ts'
import { type MappingPath, parseMappingPath } from './mapping-path.ts'
import { pairPaths } from './pair-paths.ts'
import { compileRemainder } from './pass-others.ts'
import type { Move } from './place-tree.ts'
import { compileQueryNames } from './query-names.ts'
import { compileBuilder, keep } from './record-builder.ts'
import { type Conversion, readValueType } from './value-type.ts'

export type { CompiledMapping } from './mapping.ts'

type LaidField = MappingField & { readonly vendorPath: string }
type Members = Record<string, unknown>

/** A field, its paths taken apart. */
interface FieldPaths {
  readonly field: LaidField
  readonly client: MappingPath
  readonly vendor: MappingPath
}

/** Of all paths together: each may cost something for each record, and lists of records are mapped at one go. */
const mostSteps = 30_000

/**
 * Compiles a mapping; `definition` gives the types that its fields do not name. A field without a vendor path is not mapped.
 * @throws {Error} naming the field: a path that is none, a date mask that is not understood, a list where another field has an object;
 * and for more steps than a call can bear.
 */
export function compileMapping(document: MappingDocument, definition: readonly DefinitionField[] = []): CompiledMapping {
  const fields = document.fields.filter((field): field is LaidField => typeof field.vendorPath === 'string' && field.vendorPath !== '')
  const paths = fields.map(readPaths)
  demandBearable(paths)
  const types = new Map(definition.map(({ path, type }) => [path, type]))
  const pairs = paths.map((each) => nameErrors(each.field, () => compileField(each, types.get(each.field.path))))
  const { configuration } = document
  const client = paths.map((each) => each.client)
  const vendor = paths.map((each) => each.vendor)
  // What is not written under its own name must not be written under the vendor's either.
  const unwritten = paths.filter(({ field }) => !isMapped(field, 'toVendor')).map((each) => each.vendor)
  const read = compileDirection(pairs, {
    direction: 'fromVendor',
    passing: passes(configuration, 'fromVendor') ? [...client, ...vendor] : undefined,
  })
  const write = compileDirection(pairs, {
    direction: 'toVendor',
    passing: passes(configuration, 'toVendor') ? [...client, ...unwritten] : undefined,
  })
  return {
    fromVendor: (record) => read.whole(record),
    toVendor: (record, extent = 'whole') => write[extent](record),
    ...compileQueryNames(fields.filter((field) => isMapped(field, 'fromVendor') || isMapped(field, 'toVendor'))),
    applyScriptToWhere: appliesScriptToWhere(configuration),
  }
}

function readPaths(field: LaidField): FieldPaths {
  return nameErrors(field, () => ({ field, client: parseMappingPath(field.path), vendor: parseMappingPath(field.vendorPath) }))
}

function demandBearable(paths: readonly FieldPaths[]): void {
  const steps = paths.reduce((sum, { client, vendor }) => sum + client.length + vendor.length, 0)
  if (steps > mostSteps) throw new Error(`fields: the paths have ${steps} steps in all, expected at most ${mostSteps}`)
}

function nameErrors<Result>({ path }: MappingField, compile: () => Result): Result {
  try {
    return compile()
  } catch (error) {
    throw new Error(`Field ${String(path)}: ${(error as Error).message}`)
  }
}

type FieldMoves = Record<Direction, { readonly whole: Move; readonly partial: Move } | undefined> & { readonly field: MappingField }

function compileField({ field, ...paths }: FieldPaths, definedType: string | null | undefined): FieldMoves {
  const { client, vendor } = pairPaths(paths, readValueType(field.vendorType)?.kind === 'list')
  const convert = compileFieldConversion(field, definedType)
  const compile = (direction: Direction) => {
    const [from, to] = direction === 'fromVendor' ? [vendor, client] : [client, vendor]
    if (!isMapped(field, direction) || !isWritable(to)) return undefined
    const move = (fallback: unknown): Move => ({
      name: field.path,
      from,
      to,
      finish: compileFinish(convert[direction], fallback, direction),
    })
    return { whole: move(readDefault(field, direction)), partial: move(undefined) }
  }
  return { field, fromVendor: compile('fromVendor'), toVendor: compile('toVendor') }
}

/** A count, and an item of which it is not said what makes it the one, can only be read. */
function isWritable(path: MappingPath): boolean {
  return path.every((step) => step.kind !== 'size' && (!('filter' in step) || step.filter?.fulfil !== undefined))
}

/** An explicit null clears at the vendor; of a vendor it is a value that is missing. */
function compileFinish(convert: Conversion | undefined, fallback: unknown, direction: Direction): Conversion {
  if (fallback === undefined)
    return convert === undefined ? keep : (value) => (value === undefined || value === null ? value : convert(value))
  const converted = convert === undefined ? fallback : convert(fallback)
  return (value) => {
    if (value === undefined || (value === null && direction === 'fromVendor')) return converted
    return value === null || convert === undefined ? value : convert(value)
  }
}

interface DirectionRules {
  readonly direction: Direction
  /** Paths that what passes is without; undefined: nothing passes. */
  readonly passing: readonly MappingPath[] | undefined
}

type RecordBuilder = (record: unknown) => Members

function compileDirection(
  fields: readonly FieldMoves[],
  { direction, passing }: DirectionRules,
): Record<'whole' | 'partial', RecordBuilder> {
  const remainder = passing === undefined ? undefined : compileRemainder(passing)
  const compile = (extent: 'whole' | 'partial'): RecordBuilder => {
    const moves = fields.flatMap(({ [direction]: move }) => (move === undefined ? [] : [move[extent]]))
    const build = compileBuilder(moves)
    return (record) => {
      if (typeof record !== 'object' || record === null || Array.isArray(record)) return {}
      const rest = remainder?.(record as Members)
      return (build(record, rest) ?? rest ?? {}) as Members
    }
  }
  return { whole: compile('whole'), partial: compile('partial') }
}
