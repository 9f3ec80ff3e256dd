/** Every route below /elements/{keyOrId} that shows or changes a part of an element (contract 2.2 to 2.10). */
import type { Route } from '../../lib/route.ts'
import { createConvertRoutes } from '../convert/convert-routes.ts'
import type { EditorParts } from '../store/create-editor.ts'
import { createAuthenticationTypeRoutes } from './authentication-types.ts'
import { createConfigurationRoutes } from './configuration.ts'
import { modelFields, objectFields } from './fields.ts'
import { elementHooks, resourceHooks } from './hooks.ts'
import { createMetadataRoutes, type MetadataParts } from './metadata-routes.ts'
import { createModelRoutes } from './models.ts'
import { objects } from './objects.ts'
import { elementParameters, resourceParameters } from './parameters.ts'
import { createPartRoutes, type PartEditing } from './part-routes.ts'
import { createResourceModelRoutes } from './resource-model.ts'
import { resources } from './resources.ts'
import { createTransformationRoutes } from './transformations.ts'

export type ElementPartParts = PartEditing & MetadataParts & Pick<EditorParts, 'demandPrivilege'>

/**
 * Creates the routes. Reads are open to everybody (without secrets: of the system's elements), but not to a user without `viewElements`
 * (contract 2.12); changes need a user, and the editor sees to what he may change.
 */
export function createElementPartRoutes(parts: ElementPartParts): Route[] {
  const kinds = [resources, elementParameters, resourceParameters, elementHooks, resourceHooks, objects, objectFields, modelFields]
  const routes = [
    ...createConfigurationRoutes(parts),
    ...kinds.flatMap((kind) => createPartRoutes(parts, kind)),
    ...createModelRoutes(parts),
    ...createResourceModelRoutes(parts),
    ...createMetadataRoutes(parts),
    ...createAuthenticationTypeRoutes(parts),
    ...createTransformationRoutes(parts),
    ...createConvertRoutes(),
  ]
  return routes.map((route) => ({
    ...route,
    handle(request) {
      if (request.caller !== undefined) parts.demandPrivilege(request.caller, 'viewElements')
      return route.handle(request)
    },
  }))
}
