/** The objects of an element and the fields of each as GET /objects/{name}/metadata shows them (contract 5.4): those under `octet`, then all others. */
import type { ObjectTransformation } from '../../transform/document.ts'
import type { DirectoryEntry } from '../../transform/transformation.ts'
import type { ElementDocument } from '../document/element-document.ts'
import type { DescribedField, ObjectDocument, ObjectField } from '../document/octet.ts'
import { compileFieldList } from './compile-discovery.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledResource } from './compiled.ts'
import type { ObjectFields } from './compiled-discovery.ts'
import { describeObjects } from './declared-objects.ts'
import { describeMethods, fieldTypes, recordVerbs } from './field-forms.ts'
import { type KnownFields, mergeFields } from './merge-fields.ts'

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
  // Where the vendor is asked for its objects, what it answers counts, and not what paths look like.
  const derived =
    element.octet?.discovery?.objects === undefined ? describeObjects(element, resources, new Set(own.map(([name]) => name))) : []
  return Object.fromEntries([...own, ...derived])
}

/** A vendor-defined field of an object, as its directory knows it. Nothing searches these. */
export function describeCustomField({ prefix, method }: NonNullable<ObjectFields['custom']>, entry: DirectoryEntry): DescribedField {
  const type = fieldTypes[entry.type ?? 'string']
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
  const custom = transformation?.custom
  const list = compileFieldList(element, object)
  const mapping = describeMapping(transformation, object)
  const unknown = required.find((path) => !fields.has(path))
  // The vendor may know it.
  if (unknown !== undefined && !(list !== undefined && mapping.passes)) {
    throw new CompileError(element.key, `object ${name}`, `required names ${unknown}, which is no field of it`)
  }
  for (const [path, field] of fields) if (mapping.required.has(path)) fields.set(path, { ...field, vendorRequired: true })
  const known = { ...mapping, fields: [...fields.values()].map((field) => completeField(field, verbs)), verbs }
  return {
    vendorName: object.vendorName,
    fields: known.fields,
    custom: custom && { directory: custom.directory, prefix: custom.prefix, method: describeMethods(verbs, () => true) },
    discovered: list && { list, merge: (described, customOnly) => mergeFields(known, described, customOnly) },
  }
}

/** How the fields of an object stand to those of the vendor. */
function describeMapping(
  transformation: ObjectTransformation | undefined,
  { fields: own = [], required = [] }: ObjectDocument,
): Omit<KnownFields, 'fields' | 'verbs'> {
  const mapped = transformation?.fields ?? []
  return {
    required: new Set(required),
    own: new Map(own.map((field) => [field.vendorPath, field])),
    vendorPaths: new Map(mapped.map(({ path, vendorPath }) => [path, vendorPath])),
    hidden: new Set(mapped.filter(({ hides }) => hides).map(({ vendorPath }) => vendorPath)),
    passes: transformation === undefined || transformation.others === 'pass',
    searches: transformation?.search?.others !== undefined,
  }
}

/** The fields of a transformation: names, types and whether they can be written. */
export function deriveFields({ fields, constants = {} }: ObjectTransformation): ObjectField[] {
  const flags = { vendorRequired: false, vendorReadOnly: true, filterable: true }
  return [
    ...fields.map((field) => ({
      vendorPath: field.path,
      ...fieldTypes[field.type ?? 'string'],
      vendorRequired: false,
      vendorReadOnly: field.access === 'read',
      filterable: field.filter !== undefined,
    })),
    ...Object.entries(constants)
      .filter(([path]) => !fields.some((field) => field.path === path))
      .map(([path, value]) => ({ vendorPath: path, ...fieldTypes[typeof value as 'string' | 'number' | 'boolean'], ...flags })),
  ]
}

function completeField(field: ObjectField, verbs: readonly string[]): DescribedField {
  const { vendorRequired = false, vendorReadOnly = false, hidden = false, ...rest } = field
  return { ...rest, vendorRequired, vendorReadOnly, hidden, method: describeMethods(verbs, () => !vendorReadOnly) }
}

/** Verbs of the object's list and of its single record. */
function listVerbs(name: string, resources: readonly CompiledResource[]): readonly string[] {
  const own = resources.filter(({ path }) => path === `/${name}` || (path.startsWith(`/${name}/{`) && path.split('/').length === 3))
  return recordVerbs.filter((verb) => own.some(({ method }) => method === verb))
}
