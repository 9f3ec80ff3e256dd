/** The client's names of a mapping's fields and what the element calls them, for `where`, `orderBy` and `fields`. */
import { nameField, nameFields } from '../../ceql/name-field.ts'
import type { InstanceMapping } from '../../common-resources/instance-mapping.ts'
import { createError, type OctetError } from '../../lib/errors.ts'

export interface MappedNames {
  /** The element's path of a client's name, understood in any case where no field is spelt so; undefined: it is not mapped. */
  readonly find: (path: string) => string | undefined
  /** The element's paths of a field, or of all that are mapped below it. */
  readonly listOf: (path: string) => readonly string[]
  /** True of a field and of what holds or lies in one, in any case. */
  readonly has: (path: string) => boolean
  /** The client's names, for messages. */
  readonly listed: readonly string[]
}

const known = new WeakMap<InstanceMapping, MappedNames>()

/** Compiles them, once for each mapping. */
export function openNames(mapping: InstanceMapping): MappedNames {
  const names = known.get(mapping) ?? compileNames(mapping)
  known.set(mapping, names)
  return names
}

function compileNames({ document, mapping }: InstanceMapping): MappedNames {
  const fields = document.fields.filter(({ vendorPath }) => Boolean(vendorPath))
  const spelt = Map.groupBy(fields, ({ path }) => path.toLowerCase())
  const respell = (path: string) => {
    const alike = spelt.get(path.toLowerCase())
    return alike?.length === 1 ? alike[0]!.path : path
  }
  const find = (path: string) => mapping.vendorPathOf(path) ?? mapping.vendorPathOf(respell(path))
  const heads = new Set(fields.flatMap(({ path }) => listHeads(path.toLowerCase())))
  return {
    find,
    listOf(path) {
      const own = mapping.vendorPathsOf(path)
      return own.length > 0 ? own : mapping.vendorPathsOf(respell(path))
    },
    has: (path) => listHeads(path.toLowerCase()).some((head) => heads.has(head)),
    listed: fields.map(({ path }) => path),
  }
}

/** `a[*].b` → `a`, `a.b`. */
export function listHeads(path: string): string[] {
  const parts = dropItems(path).split('.')
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'))
}

/** The members that a path runs through, whichever items of lists are meant. */
export function dropItems(path: string): string {
  return path.replace(/\[[^\]]*\]/g, '')
}

/** The 400 for a name that a mapping does not know and does not pass on. */
export function refuseUnmapped({ objectName }: InstanceMapping, { listed }: MappedNames, field: string, parameter: string): OctetError {
  return createError('field-not-mapped', {
    params: { field: nameField(field), parameter, object: objectName, mapped: listed.length === 0 ? 'nothing' : nameFields(listed) },
  })
}
