/** GET /hubs and what stands below it (contract 5.7). A deeper path under /hubs/{key} is a hub call and not ours. */
import { createError } from '../../lib/errors.ts'
import { readText } from '../../lib/query-values.ts'
import type { Route } from '../../lib/route.ts'
import type { ElementIndex } from './element-index.ts'
import { listElements } from './element-routes.ts'
import type { Hub } from './hubs.ts'
import { replyPage } from './page.ts'

export interface HubCatalog {
  readonly hubs: readonly Hub[]
  /** Hub key → stable id. */
  readonly ids: ReadonlyMap<string, number>
  readonly elements: ElementIndex
}

/** The routes of the hubs. */
export function createHubRoutes({ hubs, ids, elements }: HubCatalog): Route[] {
  const show = ({ resources, ...hub }: Hub, hydrate: boolean) => ({
    id: ids.get(hub.key),
    ...hub,
    active: true,
    ...(hydrate && resources.length > 0 ? { resources } : {}),
  })
  const demandHub = (key: string): Hub => {
    const hub = hubs.find((each) => each.key === key)
    if (hub === undefined) throw createError('no-hub', { params: { key } })
    return hub
  }
  return [
    {
      method: 'GET',
      path: '/hubs',
      access: 'public',
      handle: ({ query }) =>
        replyPage(
          hubs.map((hub) => show(hub, readText(query, 'hydrate') === 'true')),
          query,
        ),
    },
    {
      method: 'GET',
      path: '/hubs/keys',
      access: 'public',
      handle: ({ query }) =>
        replyPage(
          hubs.map(({ key }) => key),
          query,
        ),
    },
    { method: 'GET', path: '/hubs/:key', access: 'public', handle: ({ params }) => ({ body: show(demandHub(params['key'] ?? ''), true) }) },
    {
      method: 'GET',
      path: '/hubs/:key/elements',
      access: 'public',
      handle: ({ params, query }) => {
        const { key } = demandHub(params['key'] ?? '')
        return listElements(
          elements.list().filter((element) => element.hub === key),
          query,
        )
      },
    },
  ]
}
