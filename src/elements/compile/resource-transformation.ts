/** The mapping that one resource uses: its object's transformation, with what the resource itself says about its writes. */
import { compileTransformation } from '../../transform/compile-transformation.ts'
import type { ValueLists } from '../../transform/convert-value.ts'
import type { CompiledTransformation } from '../../transform/transformation.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { FieldTransformation, ObjectTransformation } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'

/** The transformations of an element by object name, each compiled once and shared by the resources that add nothing to it. */
export type TransformationCache = Map<string, CompiledTransformation>

type HubRecord = Readonly<Record<string, unknown>>

/** What a resource is called in messages, and its natural key among the resources of its element. */
export function nameResource(resource: ResourceDocument): string {
  return `${resource.method} ${resource.path}`
}

/**
 * The transformation of a resource; undefined when it names no object.
 * @throws {CompileError} naming the resource or the transformation, and what it refers to that is not there.
 */
export function compileResourceTransformation(
  element: ElementDocument,
  resource: ResourceDocument,
  cache: TransformationCache,
): CompiledTransformation | undefined {
  const { object, writePaths, clears = {} } = resource.octet ?? {}
  if (object === undefined) return undefined
  const document = findDocument(element, resource, object)
  const shared = cache.get(object) ?? compile(element, document)
  cache.set(object, shared)
  const moved = listMoved(resource)
  if (writePaths === undefined && moved.length === 0 && Object.keys(clears).length === 0) return shared
  demandFields(element, resource, [...Object.keys(writePaths ?? {}), ...Object.keys(clears)])
  const cleared = listCleared(clears)
  const fields = document.fields.map((field) => redirectWrite(field, writePaths?.[field.path]))
  const writing = compile(element, {
    ...document,
    fields: [...fields, ...cleared.map(({ name, place }) => ({ path: name, vendorPath: place }))],
  })
  const prepare = (record: HubRecord): HubRecord => {
    const kept = Object.entries(record).filter(([name]) => !moved.includes(name))
    const clearing = cleared.filter(({ field }) => record[field] !== undefined).map(({ name }) => [name, null] as const)
    return Object.fromEntries([...kept, ...clearing])
  }
  return { ...shared, toVendor: (record, custom) => writing.toVendor(prepare(record), custom) }
}

function findDocument(element: ElementDocument, resource: ResourceDocument, object: string): ObjectTransformation {
  const all = element.octet?.transformations ?? {}
  const document = Object.hasOwn(all, object) ? all[object] : undefined
  if (document !== undefined) return document
  throw new CompileError(element.key, nameResource(resource), `no transformation is named ${object}`)
}

function demandFields(element: ElementDocument, resource: ResourceDocument, names: readonly string[]): void {
  const { fields } = findDocument(element, resource, resource.octet!.object!)
  const unknown = names.find((name) => !fields.some(({ path }) => path === name))
  if (unknown === undefined) return
  throw new CompileError(
    element.key,
    nameResource(resource),
    `writePaths or clears names ${unknown}, which the transformation does not have`,
  )
}

/** A body field that a parameter takes to the path, the query or a header goes there only, and is not reported as ignored. */
function listMoved({ parameters }: ResourceDocument): string[] {
  const inBody = new Set(['body', 'bodyField', 'bodyToken'])
  return (parameters ?? []).filter(({ type, vendorType }) => type === 'bodyField' && !inBody.has(vendorType)).map(({ name }) => name)
}

/** What is cleared is written as a field of its own, under a name that no client's JSON member is likely to have. */
function listCleared(clears: Readonly<Record<string, readonly string[]>>): { field: string; name: string; place: string }[] {
  return Object.entries(clears).flatMap(([field, places]) => places.map((place) => ({ field, name: `\0${field} ${place}`, place })))
}

function redirectWrite(field: FieldTransformation, vendorWritePath: string | undefined): FieldTransformation {
  return vendorWritePath === undefined ? field : { ...field, vendorWritePath }
}

function compile(element: ElementDocument, document: ObjectTransformation): CompiledTransformation {
  const place = `transformation ${document.vendorName}`
  const directories = [document.custom?.directory, ...document.fields.map((field) => field.directory)]
  const missing = directories.find((name) => name !== undefined && !Object.hasOwn(element.octet?.directories ?? {}, name))
  if (missing !== undefined) throw new CompileError(element.key, place, `no directory is named ${missing}`)
  try {
    return compileTransformation(document, collectValues(element))
  } catch (error) {
    throw new CompileError(element.key, place, (error as Error).message)
  }
}

/** Names come before aliases: where several mean one vendor value, reads answer the first. */
export function collectValues(element: ElementDocument): ValueLists {
  const { values = {}, aliases = {} } = element.octet ?? {}
  const unknown = Object.keys(aliases).find((name) => !Object.hasOwn(values, name))
  if (unknown !== undefined) throw new CompileError(element.key, 'octet.aliases', `no value list is named ${unknown}`)
  return Object.fromEntries(Object.entries(values).map(([name, list]) => [name, { ...list, ...aliases[name] }]))
}
