/** GET /elements and what stands below it (contract 2.2), open to everybody: a catalog has no secrets. With secrets also what the account has. */
import { createError } from '../../lib/errors.ts'
import { pageParameters } from '../../lib/query-parameters.ts'
import type { Route } from '../../lib/route.ts'
import { demandView, type ElementReading } from './element-reading.ts'
import { elementListParameters, listElements } from './list-elements.ts'
import { replyPage } from './page.ts'
import { showElement } from './summarize.ts'

/** The routes that read elements as wholes. Static children beat `:keyOrId` (contract 1.2). */
export function createElementRoutes(reading: ElementReading): Route[] {
  const { elements, editor } = reading
  return [
    {
      method: 'GET',
      path: '/elements',
      access: 'public',
      query: elementListParameters,
      handle: ({ query, caller }) => listElements(reading, { query, caller, isMeant: () => true }),
    },
    {
      method: 'GET',
      path: '/elements/keys',
      access: 'public',
      query: pageParameters,
      async handle({ query, caller }) {
        demandView(reading, caller)
        const keys = (await elements.list(caller)).map(({ key }) => key)
        if (keys.length === 0) throw createError('no-elements')
        return replyPage([...new Set(keys)], query)
      },
    },
    {
      method: 'GET',
      path: '/elements/:keyOrId',
      access: 'public',
      async handle({ params, caller }) {
        demandView(reading, caller)
        return { body: showElement((await editor.read(caller, params['keyOrId'] ?? '')).document) }
      },
    },
  ]
}
