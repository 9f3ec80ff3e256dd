/** GET /elements and what stands below it (contract 2.2), open to everybody: a catalog has no secrets. */
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readText } from '../../lib/query-values.ts'
import type { Route, RouteReply } from '../../lib/route.ts'
import type { CompiledElement } from '../compile/compiled.ts'
import type { ElementIndex } from './element-index.ts'
import { demandElement, type ElementFinder } from './finder.ts'
import { replyPage } from './page.ts'
import { abridgeElement, showConfiguration, showElement } from './summarize.ts'

/** The routes of the catalog's elements. Static children beat `:keyOrId` (contract 1.2). */
export function createElementRoutes(index: ElementIndex, finder: ElementFinder): Route[] {
  const one = (path: string, show: (element: CompiledElement) => object): Route => ({
    method: 'GET',
    path: `/elements/:keyOrId${path}`,
    access: 'public',
    handle: async ({ params, caller }) => ({ body: show(await demandElement(finder, params['keyOrId'] ?? '', caller)) }),
  })
  return [
    { method: 'GET', path: '/elements', access: 'public', handle: ({ query }) => listElements(index.list(), query) },
    {
      method: 'GET',
      path: '/elements/keys',
      access: 'public',
      handle: ({ query }) =>
        replyPage(
          index.list().map(({ key }) => key),
          query,
        ),
    },
    one('', showElement),
    one('/configuration', (element) => ({ configuration: showConfiguration(element), authentication: element.document.authentication })),
    one('/metadata', describeElement),
  ]
}

/**
 * A page of elements: `searchText` looks into name, key and description in any case; `abridged=true` leaves out the heavy arrays.
 * Throws no-elements (404) when nothing matches.
 */
export function listElements(elements: readonly CompiledElement[], query: QueryValues): RouteReply {
  if (readText(query, 'where')) {
    throw createError('invalid-parameter', { params: { name: 'where', expected: 'searchText instead', got: 'a where clause' } })
  }
  const wanted = (readText(query, 'searchText') ?? '').toLowerCase()
  const found = elements.filter(({ name, key, document }) => `${name}\n${key}\n${document.description}`.toLowerCase().includes(wanted))
  if (found.length === 0) throw createError('no-elements')
  const show = readText(query, 'abridged') === 'true' ? abridgeElement : showElement
  const page = replyPage(found, query)
  return { ...page, body: (page.body as CompiledElement[]).map(show) }
}

/** Contract 2.10. No element sends events yet. */
function describeElement({ id, document }: CompiledElement): object {
  const { name, key, description, active = true, beta = false, extended = false } = document
  return { id, name, key, description, events: { supported: false, methods: [] }, active, beta, extended }
}
