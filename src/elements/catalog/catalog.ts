/** The catalog: the system's elements and those of accounts, found through an account's eyes; how they are changed; and the routes that show them. */
import { fileURLToPath } from 'node:url'
import { type Clock, systemClock } from '../../lib/clock.ts'
import type { Route } from '../../lib/route.ts'
import type { Database } from '../../store/database.ts'
import { type ElementSource, listElementSources } from '../document/element-sources.ts'
import { assignIds } from '../element-ids-store.ts'
import { countUsage } from '../parts/count-usage.ts'
import { createElementPartRoutes } from '../parts/element-part-routes.ts'
import { type AccountElements, createAccountElements } from '../store/account-elements.ts'
import { createEditor, type EditorParts } from '../store/create-editor.ts'
import type { ElementEditor } from '../store/editor.ts'
import { createSystemNumbering } from '../store/number-system-element.ts'
import { createStoreRoutes } from '../store/routes.ts'
import { createTurns } from '../store/turns.ts'
import { createElementRoutes } from './element-routes.ts'
import { createHubRoutes, type ShownHub } from './hub-routes.ts'
import { type Hub, readHubs } from './hubs.ts'
import { loadSystemElements } from './system-elements.ts'

export interface CatalogOptions {
  /** Folders of element folders and exported elements; a key or id in two of them stops the start. */
  readonly folders: readonly string[]
  readonly database: Database
  readonly demandPrivilege: EditorParts['demandPrivilege']
  /** Default: the system's. */
  readonly clock?: Clock
  /** The server's own configuration defaults, by element key. */
  readonly elementDefaults?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Default: the folder `hubs` beside the server. */
  readonly hubsFolder?: string
}

export interface Catalog extends AccountElements {
  readonly editor: ElementEditor
  readonly hubs: readonly Hub[]
  readonly routes: Route[]
}

/**
 * Loads the catalog; resolves once changes by other processes are heard.
 * @throws {Error} naming the folder, file or element that cannot be used, and why.
 */
export async function loadCatalog(options: CatalogOptions): Promise<Catalog> {
  const { folders, database, demandPrivilege, clock = systemClock, elementDefaults = {} } = options
  const hubsFolder = options.hubsFolder ?? fileURLToPath(new URL('../../../hubs', import.meta.url))
  const system = await loadSystemElements({ sources: await listSources(folders), database, elementDefaults })
  const unknown = Object.keys(elementDefaults).find((key) => !system.entries.some((entry) => entry.key === key))
  if (unknown !== undefined) throw new Error(`OCTET_ELEMENT_DEFAULTS: no element has the key ${unknown}`)
  const hubs = await readHubs(hubsFolder)
  const hubKey = (key: string) => ({ element: '', kind: 'hub', key })
  const hubId = await assignIds(
    database.db,
    hubs.map(({ key }) => hubKey(key)),
  )
  const elements = await createAccountElements({ database, system, elementDefaults })
  const numberSystemElement = createSystemNumbering(database)
  const parts: EditorParts = { database, elements, system, numberSystemElement, demandPrivilege, takeTurn: createTurns(), elementDefaults }
  const editor = createEditor(parts)
  const reading = { elements, editor, demandPrivilege }
  const routes = [
    ...createElementRoutes(reading),
    ...createStoreRoutes({ ...parts, editor }),
    ...createElementPartRoutes({
      ...{ editor, clock, demandPrivilege, finder: elements },
      countUsage: (elementId, { organizationId }) => countUsage(database.db, elementId, organizationId),
    }),
    ...createHubRoutes({ systemHubs: hubs.map((hub) => showSystemHub(hub, hubId(hubKey(hub.key)))), database, ...reading }),
  ]
  return { ...elements, editor, hubs, routes }
}

function showSystemHub({ resources, ...hub }: Hub, id: number): ShownHub {
  return { id, ...hub, active: true, ...(resources.length > 0 && { resources }) }
}

async function listSources(folders: readonly string[]): Promise<ElementSource[]> {
  const lists: ElementSource[][] = []
  for (const folder of folders) lists.push(await listElementSources(folder))
  return lists.flat()
}
