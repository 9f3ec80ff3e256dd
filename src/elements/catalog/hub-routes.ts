/** GET /hubs and what stands below it (contract 5.7). A deeper path under /hubs/{key} is a hub call and not ours. */
import { createError } from '../../lib/errors.ts'
import { readText } from '../../lib/query-values.ts'
import type { Route } from '../../lib/route.ts'
import type { ElementReading } from './element-reading.ts'
import type { Hub } from './hubs.ts'
import { listElements } from './list-elements.ts'
import { replyPage } from './page.ts'

export interface HubCatalog extends ElementReading {
  readonly hubs: readonly Hub[]
  /** The stable id of a hub. */
  readonly idOf: (key: string) => number
}

/** The routes of the hubs. */
export function createHubRoutes({ hubs, idOf, ...reading }: HubCatalog): Route[] {
  const show = ({ resources, ...hub }: Hub, hydrate: boolean) => ({
    id: idOf(hub.key),
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
      handle: ({ params, query, caller }) => {
        const { key } = demandHub(params['key'] ?? '')
        return listElements(reading, { query, caller, isMeant: ({ hub }) => hub === key })
      },
    },
  ]
}
