/** GET /elements/metadata and GET /elements/{keyOrId}/metadata (contract 2.10), open to everybody: an account sees more elements than somebody without secrets. */
import { pageParameters } from '../../lib/query-parameters.ts'
import { readText } from '../../lib/query-values.ts'
import type { Route } from '../../lib/route.ts'
import type { ElementFinder, Viewer } from '../catalog/finder.ts'
import { replyPage } from '../catalog/page.ts'
import type { ElementEditor } from '../store/editor.ts'
import { describeElement, describeExpanded, type ElementUsage, outlineElement } from './metadata.ts'

export interface MetadataParts {
  readonly editor: Pick<ElementEditor, 'read'>
  readonly finder: ElementFinder
  /** How much the viewer's organization uses an element. */
  readonly countUsage: (elementId: number, viewer: Viewer) => Promise<ElementUsage>
}

const unused: ElementUsage = { instanceCount: 0, customerCount: 0, traffic: 0 }

/** The routes of metadata. */
export function createMetadataRoutes({ editor, finder, countUsage }: MetadataParts): Route[] {
  return [
    {
      method: 'GET',
      path: '/elements/metadata',
      access: 'public',
      query: pageParameters,
      handle: async ({ query, caller }) => {
        const page = replyPage(await finder.list(caller), query)
        const body: object[] = []
        // One after the other: a definition that is not in memory is read and compiled.
        for (const { id } of page.body as { id: number }[]) {
          const element = await finder.find(id, caller)
          if (element !== undefined) body.push(outlineElement({ ...element.document, id }))
        }
        return { ...page, body }
      },
    },
    {
      method: 'GET',
      path: '/elements/:keyOrId/metadata',
      access: 'public',
      query: [{ name: 'expand', description: 'With everything that is known of the element', type: 'boolean' }],
      handle: async ({ params, query, caller }) => {
        const { document } = await editor.read(caller, params['keyOrId'] ?? '')
        if (readText(query, 'expand') !== 'true') return { body: describeElement(document) }
        const usage = caller === undefined || document.id === undefined ? unused : await countUsage(document.id, caller)
        return { body: { ...describeExpanded(document), usage } }
      },
    },
  ]
}
