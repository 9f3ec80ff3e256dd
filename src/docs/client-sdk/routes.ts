/**
 * Client packages (contract 2.2). Nothing is stored: the id of a package names the element and the version of its document, of which it is made
 * again for everybody who sees the element so.
 */
import { demandElement, type ElementFinder } from '../../elements/catalog/finder.ts'
import { createError } from '../../lib/errors.ts'
import type { Route } from '../../lib/route.ts'
import type { Documents } from '../documents.ts'
import { writePackage } from './write-package.ts'

export interface ClientSdkParts {
  readonly catalog: ElementFinder
  readonly documents: Documents
}

/** The routes. */
export function createClientSdkRoutes({ catalog, documents }: ClientSdkParts): Route[] {
  return [
    {
      method: 'POST',
      path: '/elements/:keyOrId/client-sdks',
      access: 'caller',
      handle: async ({ params, caller }) => {
        const element = await demandElement(catalog, params['keyOrId'] ?? '', caller)
        return { body: { packageIds: (await documents.listVersions(element)).map((version) => `${element.id}-${version}`) } }
      },
    },
    {
      method: 'POST',
      path: '/elements/:keyOrId/client-sdks/publish',
      access: 'caller',
      handle: async ({ params, caller }) => {
        const { id } = await demandElement(catalog, params['keyOrId'] ?? '', caller)
        throw createError('no-package-registry', { params: { id } })
      },
    },
    {
      method: 'GET',
      path: '/elements/client-sdks/:packageId',
      access: 'caller',
      handle: async ({ params, caller }) => {
        const packageId = params['packageId'] ?? ''
        const [, id, version] = /^(\d{1,15})-([\da-f]+)$/.exec(packageId) ?? []
        const element = id === undefined ? undefined : await catalog.find(Number(id), caller)
        const versions = element === undefined ? [] : await documents.listVersions(element)
        if (element === undefined || version === undefined || !versions.includes(version)) {
          throw createError('no-client-package', { params: { id: packageId } })
        }
        const { fileName, archive } = await writePackage({ key: element.key, version, description: await documents.describe(element, {}) })
        const headers = { 'content-type': 'application/gzip', 'content-disposition': `attachment; filename="${fileName}"` }
        return { headers, body: archive }
      },
    },
  ]
}
