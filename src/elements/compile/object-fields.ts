/** The objects of an element and the fields of each as GET /objects/{name}/metadata shows them (contract 5.4): those under `octet`, then all others. */
import type { FieldTransformation, ObjectTransformation } from '../../transform/document.ts'
import type { DirectoryEntry } from '../../transform/transformation.ts'
import type { ElementDocument } from '../document/element-document.ts'
import type { DescribedField, FieldMethod, ObjectDocument, ObjectField, ObjectFields } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledResource } from './compiled.ts'
import { describeObjects } from './declared-objects.ts'

/** Hub type → the normalised type, the native one and the mask of dates (ISO 8601, UTC). */
const types: Readonly<Record<NonNullable<FieldTransformation['type']>, Pick<ObjectField, 'type' | 'vendorNativeType' | 'mask'>>> = {
  string: { type: 'string', vendorNativeType: 'string' },
  number: { type: 'number', vendorNativeType: 'number' },
  boolean: { type: 'boolean', vendorNativeType: 'boolean' },
  date: { type: 'date', vendorNativeType: 'date', mask: 'yyyy-MM-dd' },
  datetime: { type: 'date', vendorNativeType: 'date-time', mask: "yyyy-MM-dd'T'HH:mm:ssX" },
}

/** Verbs whose request and response hold a record, in the order of the answer. */
const recordVerbs = ['GET', 'POST', 'PUT', 'PATCH']

/**
 * Object name → fields. Those under `octet` have them in the order of the transformation, constants after them, then fields that only the document has.
 * A field of the document overrides what the transformation says of it, member by member.
 * @throws {CompileError} for a transformation that is not there, and for a required field that no list has.
 */
export function compileObjects(element: ElementDocument, resources: readonly CompiledResource[]): Record<string, ObjectFields> {
  const own = Object.entries(element.octet?.objects ?? {}).map(([name, object]): [string, ObjectFields] => [
    name,
    compileObject(element, { name, object, verbs: listVerbs(name, resources) }),
  ])
  return Object.fromEntries([...own, ...describeObjects(element, resources, new Set(own.map(([name]) => name)))])
}

/** A vendor-defined field of an object, as its directory knows it. Nothing searches these. */
export function describeCustomField({ prefix, method }: NonNullable<ObjectFields['custom']>, entry: DirectoryEntry): DescribedField {
  const type = types[entry.type ?? 'string']
  return {
    vendorPath: prefix + entry.name,
    ...type,
    ...(entry.vendorType !== undefined && { vendorNativeType: entry.vendorType }),
    vendorRequired: false,
    vendorReadOnly: !method.some(({ request }) => request),
    filterable: false,
    hidden: false,
    method,
  }
}

function compileObject(
  element: ElementDocument,
  { name, object, verbs }: { name: string; object: ObjectDocument; verbs: readonly string[] },
): ObjectFields {
  const { transformation: named, required = [], fields: own = [] } = object
  const transformation = named === undefined ? undefined : element.octet?.transformations?.[named]
  if (named !== undefined && transformation === undefined) {
    throw new CompileError(element.key, `object ${name}`, `no transformation is named ${named}`)
  }
  const fields = new Map<string, ObjectField>()
  for (const field of transformation === undefined ? [] : deriveFields(transformation)) fields.set(field.vendorPath, field)
  for (const field of own) fields.set(field.vendorPath, { ...fields.get(field.vendorPath), ...field })
  const unknown = required.find((path) => !fields.has(path))
  if (unknown !== undefined) throw new CompileError(element.key, `object ${name}`, `required names ${unknown}, which is no field of it`)
  for (const path of required) fields.set(path, { ...fields.get(path)!, vendorRequired: true })
  const custom = transformation?.custom
  return {
    vendorName: object.vendorName,
    fields: [...fields.values()].map((field) => completeField(field, verbs)),
    custom: custom && { directory: custom.directory, prefix: custom.prefix, method: describeMethods(verbs, false) },
  }
}

/** The fields of a transformation: names, types and whether they can be written. */
export function deriveFields({ fields, constants = {} }: ObjectTransformation): ObjectField[] {
  const flags = { vendorRequired: false, vendorReadOnly: true, filterable: true }
  return [
    ...fields.map((field) => ({
      vendorPath: field.path,
      ...types[field.type ?? 'string'],
      vendorRequired: false,
      vendorReadOnly: field.access === 'read',
      filterable: field.filter !== undefined,
    })),
    ...Object.entries(constants)
      .filter(([path]) => !fields.some((field) => field.path === path))
      .map(([path, value]) => ({ vendorPath: path, ...types[typeof value as 'string' | 'number' | 'boolean'], ...flags })),
  ]
}

function completeField(field: ObjectField, verbs: readonly string[]): DescribedField {
  const { vendorRequired = false, vendorReadOnly = false, hidden = false, ...rest } = field
  return { ...rest, vendorRequired, vendorReadOnly, hidden, method: describeMethods(verbs, vendorReadOnly) }
}

function describeMethods(verbs: readonly string[], isReadOnly: boolean): FieldMethod[] {
  return verbs.map((name) => ({ name, request: name !== 'GET' && !isReadOnly, response: true }))
}

/** Verbs of the object's list and of its single record. */
function listVerbs(name: string, resources: readonly CompiledResource[]): readonly string[] {
  const own = resources.filter(({ path }) => path === `/${name}` || (path.startsWith(`/${name}/{`) && path.split('/').length === 3))
  return recordVerbs.filter((verb) => own.some(({ method }) => method === verb))
}
