/** The catalog: the element folders read, checked and compiled once, with stable ids; and the routes that show them. */
import { fileURLToPath } from 'node:url'
import type { Route } from '../../lib/route.ts'
import type { Database } from '../../store/database.ts'
import { compileElement, listResourceKeys } from '../compile/compile-element.ts'
import type { CompiledElement } from '../compile/compiled.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { readElementFolders } from '../document/read-folder.ts'
import { assignIds } from '../element-ids-store.ts'
import { createElementIndex } from './element-index.ts'
import { createElementRoutes } from './element-routes.ts'
import type { ElementFinder } from './finder.ts'
import { createHubRoutes } from './hub-routes.ts'
import { readHubs } from './hubs.ts'

export interface CatalogOptions {
  /** Folders of element folders; a key or id in two of them stops the start. */
  readonly folders: readonly string[]
  readonly database: Pick<Database, 'db'>
  /** The server's own configuration defaults, by element key. */
  readonly elementDefaults?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Default: the folder `hubs` beside the server. */
  readonly hubsFolder?: string
}

export interface Catalog extends ElementFinder {
  readonly routes: Route[]
}

/**
 * Loads the catalog.
 * @throws {Error} naming the folder, file or element that cannot be used, and why.
 */
export async function loadCatalog(options: CatalogOptions): Promise<Catalog> {
  const { folders, database, elementDefaults = {}, hubsFolder = fileURLToPath(new URL('../../../hubs', import.meta.url)) } = options
  const documents = (await Promise.all(folders.map(readElementFolders))).flat()
  const unknown = Object.keys(elementDefaults).find((key) => !documents.some((document) => document.key === key))
  if (unknown !== undefined) throw new Error(`OCTET_ELEMENT_DEFAULTS: no element has the key ${unknown}`)
  const compiled: CompiledElement[] = []
  for (const document of documents) compiled.push(await compileStored(database, document, elementDefaults[document.key]))
  const index = createElementIndex(compiled)
  const hubs = await readHubs(hubsFolder)
  const ids = await assignIds(database.db, { element: '', kind: 'hub', keys: hubs.map(({ key }) => key) })
  const finder: ElementFinder = { find: async (keyOrId) => index.find(keyOrId), list: async () => index.list() }
  return { ...finder, routes: [...createElementRoutes(index, finder), ...createHubRoutes({ hubs, ids, elements: index })] }
}

async function compileStored(
  { db }: Pick<Database, 'db'>,
  document: ElementDocument,
  overrides?: Readonly<Record<string, string>>,
): Promise<CompiledElement> {
  const element = document.key
  const assign = (kind: string, keys: readonly string[]) => assignIds(db, { element, kind, keys })
  const ids = {
    element: document.id ?? (await assign('element', [element])).get(element)!,
    configuration: await assign(
      'configuration',
      document.configuration.map(({ key }) => key),
    ),
    resources: await assign('resource', [...listResourceKeys(document).keys()]),
  }
  return compileElement(document, ids, overrides)
}
