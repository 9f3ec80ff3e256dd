/** An element of the system with what an account added to it (contract 2.4): the account's own beats the system's of the same name. */
import { compileElement, type ElementIds, listResourceKeys } from '../compile/compile-element.ts'
import type { CompiledElement, CompiledResource } from '../compile/compiled.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { ExtensionDocument } from './editor.ts'

/** Lays the account's resources (by method and path), objects and models (by name) over the system's; what it overrides keeps its place. */
export function extendDocument(base: ElementDocument, { resources, objects = [], models = [] }: ExtensionDocument): ElementDocument {
  return {
    ...base,
    extended: true,
    resources: overlay(base.resources, resources, ({ method, path }) => `${method} ${path}`),
    ...(base.objects || objects.length > 0 ? { objects: overlay(base.objects ?? [], objects, ({ name }) => name) } : {}),
    ...(base.models || models.length > 0 ? { models: overlay(base.models ?? [], models, ({ name }) => name) } : {}),
  }
}

/** The server's own configuration defaults of an element, by key. */
export type ServerDefaults = Readonly<Record<string, string>>

/** Whether the server lends secrets of its own to an element: its application at the vendor. */
export function lendsSecrets({ secretKeys }: CompiledElement, defaults: ServerDefaults = {}): boolean {
  return Object.keys(defaults).some((key) => secretKeys.has(key))
}

/**
 * Compiles the extended element: what is the system's is taken from the compiled base, which all accounts share. Secrets that the server lends are
 * left out: a resource or script of the account could send them anywhere.
 */
export function compileExtended(base: CompiledElement, extension: ExtensionDocument, defaults: ServerDefaults = {}): CompiledElement {
  const document = extendDocument(base.document, extension)
  const idOf = (resource: ResourceDocument) => base.resourceIds.get(resource) ?? resource.id ?? 0
  const ids: ElementIds = {
    element: base.id,
    configuration: new Map(base.configuration.map(({ key, id }) => [key, id])),
    resources: new Map([...listResourceKeys(document)].map(([key, resource]) => [key, idOf(resource)])),
    compiled: new Map(listCompiled(base).map((resource) => [resource.document, resource])),
  }
  const open = Object.fromEntries(Object.entries(defaults).filter(([key]) => !base.secretKeys.has(key)))
  return compileElement(document, ids, open)
}

function listCompiled(element: CompiledElement): CompiledResource[] {
  const types = new Set(element.document.resources.map(({ type }) => type || 'api'))
  return [...types].flatMap((type) => element.resourcesOfType(type))
}

function overlay<T>(base: readonly T[], own: readonly T[], nameOf: (item: T) => string): T[] {
  const left = new Map(own.map((item) => [nameOf(item), item]))
  const names = new Set(left.keys())
  const replaced = base.flatMap((item) => {
    const name = nameOf(item)
    if (!names.has(name)) return [item]
    const override = left.get(name)
    left.delete(name)
    return override === undefined ? [] : [override]
  })
  return [...replaced, ...left.values()]
}
