/** GET /elements/{keyOrId}/transformations: the default transformations of an element (contract 2.2). */
import { createError } from '../../lib/errors.ts'
import type { Route } from '../../lib/route.ts'
import type { ElementDocument } from '../document/element-document.ts'
import type { ElementEditor } from '../store/editor.ts'

interface Shown {
  readonly vendorName: string
  readonly fields: readonly object[]
}

/** The route. Throws no-transformations (404) when the element has none. */
export function createTransformationRoutes({ editor }: { editor: Pick<ElementEditor, 'read'> }): Route[] {
  return [
    {
      method: 'GET',
      path: '/elements/:keyOrId/transformations',
      access: 'public',
      handle: async ({ caller, params }) => {
        const { document } = await editor.read(caller, params['keyOrId'] ?? '')
        const all = { ...readDefaults(document), ...readOwn(document) }
        if (Object.keys(all).length === 0) throw createError('no-transformations')
        // An object called `message` would look like an error (contract 1.6): the list form has no such member.
        if ('message' in all) return { body: Object.entries(all).map(([name, shown]) => ({ name, ...shown })) }
        return { body: all }
      },
    },
  ]
}

/** Older exports list names only, or have a dictionary. */
function readDefaults({ defaultTransformations: found }: ElementDocument & { defaultTransformations?: unknown }): Record<string, Shown> {
  const entries = Array.isArray(found)
    ? found.map((each: Partial<Shown> & { name?: unknown }) => [String(each?.name ?? ''), each] as const)
    : Object.entries((found ?? {}) as Record<string, Partial<Shown> | null>)
  return Object.fromEntries(
    entries
      .filter(([name]) => name !== '')
      .map(([name, each]) => [name, { vendorName: each?.vendorName ?? name, fields: Array.isArray(each?.fields) ? each.fields : [] }]),
  )
}

function readOwn({ octet }: ElementDocument): Record<string, Shown> {
  const entries = Object.entries(octet?.transformations ?? {})
  return Object.fromEntries(
    entries.map(([name, { vendorName, fields }]) => [
      name,
      {
        vendorName,
        fields: fields.map(({ path, type = 'string', vendorPath, vendorType }) => ({
          path,
          type,
          vendorPath,
          ...(vendorType && { vendorType }),
        })),
      },
    ]),
  )
}
