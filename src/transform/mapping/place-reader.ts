/** What stands at a place of a record. Plain closures, compiled once: this runs for every field of every record. */
import type { MappingPath, PathStep } from './mapping-path.ts'
import type { Tap } from './place-tree.ts'

export type PlaceReader = (value: unknown) => unknown

/** A path without `[*]` (`record-builder.ts` takes those apart). It gives undefined where the path does not resolve, and never throws. */
function compilePlaceReader(steps: MappingPath): PlaceReader {
  return steps.reduceRight<PlaceReader>((rest, step) => createReader(step, rest), identity)
}

/** `isSingle`: what is read from is one value; else the rows of several lists, each at the place of its list. */
export function compileTap({ list, steps }: Tap, isSingle: boolean): PlaceReader {
  const read = compilePlaceReader(steps)
  return isSingle ? read : (rows) => read((rows as readonly unknown[])[list])
}

/** The items of a list; one value where a list might be is a list of one (XML has it so). Undefined where nothing is. */
export function listItems(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? undefined : [value]
}

function createReader(step: PathStep, rest: PlaceReader): PlaceReader {
  switch (step.kind) {
    case 'member':
      return createMemberReader(step.name, rest)
    case 'index':
      return (value) => rest(listItems(value)?.[step.index])
    case 'filter':
      return (value) => rest(listItems(value)?.find(step.filter.test))
    case 'flat':
      return (value) => listItems(value)?.flatMap((item) => listItems(rest(item)) ?? [])
    case 'size':
      return (value) => (Array.isArray(value) ? value.length : undefined)
    case 'all':
      throw new Error('A list is read item by item')
  }
}

function createMemberReader(name: string, rest: PlaceReader): PlaceReader {
  // `constructor` and its like exist on every object; what was not sent must read as absent.
  const isInherited = name in Object.prototype
  const isLast = rest === identity
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    if (isInherited && !Object.hasOwn(value, name)) return undefined
    const member = (value as Record<string, unknown>)[name]
    return isLast ? member : rest(member)
  }
}

function identity(value: unknown): unknown {
  return value
}
