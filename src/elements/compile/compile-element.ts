/** An element document → the compiled element that every instance shares. Pure: ids and overrides come in. */
import type { ElementDocument } from '../document/element-document.ts'
import { compileDirectories } from './compile-directories.ts'
import { compileDiscovery } from './compile-discovery.ts'
import { CompileError } from './compile-error.ts'
import { compileQuotas } from './compile-quotas.ts'
import { compileResource } from './compile-resource.ts'
import type { CompiledElement, CompiledResource } from './compiled.ts'
import { collectDefaults, findSecretKeys } from './configuration.ts'
import { compileObjects } from './object-fields.ts'
import { nameResource, type TransformationCache } from './resource-transformation.ts'
import { createRouter } from './router.ts'

/** Resources of these types answer clients (contract 12.4); a missing type is `api`. */
const callableTypes = new Set(['api', 'apiNoDocumentation'])

export interface ElementIds {
  readonly element: number
  /** Configuration key → id. */
  readonly configuration: ReadonlyMap<string, number>
  /** Natural key of a resource (`listResourceKeys`) → id. */
  readonly resources: ReadonlyMap<string, number>
  /** Resources that were compiled within another version of this document: shared, not compiled again. */
  readonly compiled?: ReadonlyMap<ElementDocument['resources'][number], CompiledResource>
}

/**
 * Compiles a document. `overrides` are the server's configuration defaults for this element.
 * @throws {CompileError} naming the element, the place and the reason.
 */
export function compileElement(
  document: ElementDocument,
  ids: ElementIds,
  overrides: Readonly<Record<string, string>> = {},
): CompiledElement {
  checkConfiguration(document)
  const transformations: TransformationCache = new Map()
  const resourceIds = new Map([...listResourceKeys(document)].map(([key, resource]) => [resource, requireId(ids.resources, key)]))
  const all = [...resourceIds]
    .filter(([resource]) => resource.kind !== 'java')
    .map(([resource, id]) => ids.compiled?.get(resource) ?? compileResource(document, resource, { id, transformations }))
  const resources = all.filter(({ type }) => callableTypes.has(type))
  const router = createRouter(resources)
  return {
    id: ids.element,
    key: document.key,
    name: document.name,
    hub: document.hub,
    document,
    configuration: document.configuration.map((item) => ({ ...item, id: requireId(ids.configuration, item.key) })),
    defaults: collectDefaults(document.configuration, overrides),
    secretKeys: findSecretKeys(document.configuration),
    authenticationType: document.authentication.type,
    authentication: document.octet?.authentication ?? {},
    serverUrls: listUrls(Object.values(overrides)),
    errors: document.octet?.errors ?? [],
    directories: compileDirectories(document),
    objects: compileObjects(document, resources),
    discovery: compileDiscovery(document, resources),
    quotas: compileQuotas(document),
    resourceIds,
    match: router.match,
    resourcesOfType: (type) => all.filter((resource) => resource.type === type),
    // Two of the same method and path: the later one counts, as in the router.
    findResource: (method, path) => all.findLast((resource) => resource.method === method && resource.document.path === path),
    hasResource: router.hasResource,
  }
}

/** The resources of a document by natural key: method and path, the second of the same with a number (real exports have such). */
export function listResourceKeys(document: ElementDocument): Map<string, ElementDocument['resources'][number]> {
  const keyed = new Map<string, ElementDocument['resources'][number]>()
  for (const resource of document.resources) {
    const name = nameResource(resource)
    let key = name
    for (let count = 2; keyed.has(key); count++) key = `${name} #${count}`
    keyed.set(key, resource)
  }
  return keyed
}

function checkConfiguration(document: ElementDocument): void {
  const seen = new Set<string>()
  for (const { key } of document.configuration) {
    if (seen.has(key)) throw new CompileError(document.key, `configuration ${key}`, 'the key is listed twice')
    seen.add(key)
  }
  const octet = document.octet?.authentication
  const kept = octet?.oauth2?.keep?.map(({ configuration }) => configuration) ?? []
  const named = [octet?.staticToken?.configuration, octet?.oauth2?.tenant?.configuration, ...kept].filter((key) => key !== undefined)
  const unknown = named.find((key) => !seen.has(key))
  if (unknown !== undefined) throw new CompileError(document.key, 'octet.authentication', `no configuration item has the key ${unknown}`)
  const secrets = findSecretKeys(document.configuration)
  const secret = kept.find((key) => secrets.has(key))
  if (secret !== undefined) throw new CompileError(document.key, 'octet.authentication', `${secret} is a secret, which no vendor tells`)
}

function listUrls(values: readonly string[]): URL[] {
  return values.map((value) => URL.parse(value)).filter((url) => url?.protocol === 'https:' || url?.protocol === 'http:') as URL[]
}

function requireId(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`no id was given for ${key}`)
  return id
}
