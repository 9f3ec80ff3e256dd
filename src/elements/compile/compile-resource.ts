/** One resource of an element, compiled: the element's defaults filled in, its mapping as functions, its paths split. */
import type { Method } from '../../lib/hub-request.ts'
import { compileTransformation } from '../../transform/compile-transformation.ts'
import type { ValueLists } from '../../transform/convert-value.ts'
import type { CompiledTransformation } from '../../transform/transformation.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import { shortenPath } from '../document/layout.ts'
import type { ObjectTransformation, ResourceOctet } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledResource } from './compiled.ts'
import { splitRootKey } from './root-key.ts'

/** The transformations of an element by object name, each compiled once and shared by its resources. */
export type TransformationCache = Map<string, CompiledTransformation>

/**
 * Compiles a resource. `id` is its stable id.
 * @throws {CompileError} naming the resource and what it refers to that is not there.
 */
export function compileResource(
  element: ElementDocument,
  resource: ResourceDocument,
  { id, transformations }: { id: number; transformations: TransformationCache },
): CompiledResource {
  const octet = resource.octet ?? {}
  const isList = isListing(resource, octet)
  const where = octet.where ?? element.octet?.where
  return {
    id,
    document: resource,
    method: resource.method as Method,
    path: pathInHub(resource.path, element.hub),
    vendorMethod: resource.vendorMethod as Method,
    vendorPath: resource.vendorPath ?? '',
    parameters: [...(element.parameters ?? []), ...(resource.parameters ?? [])],
    ...splitRootKey(resource.rootKey),
    paging: isList ? octet.paging || element.octet?.paging : undefined,
    where: isList ? where || undefined : undefined,
    orderBy: isList ? (octet.orderBy ?? element.octet?.orderBy) : undefined,
    transformation: leaveOutMoved(findTransformation(element, resource, transformations), resource),
    requires: octet.requires ?? [],
    steps: octet.steps ?? [],
    response: octet.response,
    constantBody: octet.body,
  }
}

/** What a resource is called in messages, and its natural key among the resources of its element. */
export function nameResource(resource: ResourceDocument): string {
  return `${resource.method} ${resource.path}`
}

function isListing(resource: ResourceDocument, octet: ResourceOctet): boolean {
  return resource.method === 'GET' && octet.paging !== false && octet.response === undefined && !resource.path.endsWith('}')
}

/** Hub calls carry no hub (contract 5.1): a document may name another hub than the element's, as copies do. */
function pathInHub(path: string, hub: string): string {
  const short = shortenPath(path, hub)
  return short === path ? path.replace(/^\/hubs\/[^/]+(?=\/)/, '') : short
}

function findTransformation(
  element: ElementDocument,
  resource: ResourceDocument,
  transformations: TransformationCache,
): CompiledTransformation | undefined {
  const { object, writePaths } = resource.octet ?? {}
  if (object === undefined) return undefined
  const shared = writePaths === undefined ? transformations.get(object) : undefined
  if (shared !== undefined) return shared
  const all = element.octet?.transformations ?? {}
  const document = Object.hasOwn(all, object) ? all[object]! : undefined
  if (document === undefined) throw new CompileError(element.key, nameResource(resource), `no transformation is named ${object}`)
  const compiled = compile(element, writePaths === undefined ? document : redirectWrites(element, document, { resource, writePaths }))
  if (writePaths === undefined) transformations.set(object, compiled)
  return compiled
}

/** A body field that a parameter takes to the path, the query or a header goes there only, and is not reported as ignored. */
function leaveOutMoved(
  transformation: CompiledTransformation | undefined,
  { parameters }: ResourceDocument,
): CompiledTransformation | undefined {
  const inBody = new Set(['body', 'bodyField', 'bodyToken'])
  const moved = (parameters ?? []).filter(({ type, vendorType }) => type === 'bodyField' && !inBody.has(vendorType)).map(({ name }) => name)
  if (transformation === undefined || moved.length === 0) return transformation
  const leaveOut = (record: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !moved.includes(name)))
  return { ...transformation, toVendor: (record, custom) => transformation.toVendor(leaveOut(record), custom) }
}

function compile(element: ElementDocument, document: ObjectTransformation): CompiledTransformation {
  const place = `transformation ${document.vendorName}`
  const directory = document.custom?.directory
  if (directory !== undefined && !Object.hasOwn(element.octet?.directories ?? {}, directory)) {
    throw new CompileError(element.key, place, `no directory is named ${directory}`)
  }
  try {
    return compileTransformation(document, collectValues(element))
  } catch (error) {
    throw new CompileError(element.key, place, (error as Error).message)
  }
}

/** Names come before aliases: where several mean one vendor value, reads answer the first. */
function collectValues(element: ElementDocument): ValueLists {
  const { values = {}, aliases = {} } = element.octet ?? {}
  const unknown = Object.keys(aliases).find((name) => !Object.hasOwn(values, name))
  if (unknown !== undefined) throw new CompileError(element.key, 'octet.aliases', `no value list is named ${unknown}`)
  return Object.fromEntries(Object.entries(values).map(([name, list]) => [name, { ...list, ...aliases[name] }]))
}

function redirectWrites(
  element: ElementDocument,
  document: ObjectTransformation,
  { resource, writePaths }: { resource: ResourceDocument; writePaths: Readonly<Record<string, string>> },
): ObjectTransformation {
  const unknown = Object.keys(writePaths).find((path) => !document.fields.some((field) => field.path === path))
  if (unknown !== undefined) {
    throw new CompileError(element.key, nameResource(resource), `writePaths names ${unknown}, which the transformation does not have`)
  }
  const fields = document.fields.map((field) => {
    const vendorWritePath = writePaths[field.path]
    return vendorWritePath === undefined ? field : { ...field, vendorWritePath }
  })
  return { ...document, fields }
}
