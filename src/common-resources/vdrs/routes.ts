/** Everything below /vdrs but the snippets. */
import type { Route } from '../../lib/route.ts'
import type { CommonParts } from '../parts.ts'
import { createCloneRoute } from './clone-vdr.ts'
import { createVdrFileRoutes } from './file-routes.ts'
import { createVdrTransformationRoutes } from './transformation-routes.ts'
import { createUpgradeRoutes } from './upgrade-routes.ts'
import { createVdrRoutes } from './vdr-routes.ts'

/** The routes. */
export function createAllVdrRoutes(parts: CommonParts): Route[] {
  return [
    ...createVdrRoutes(parts),
    ...createVdrTransformationRoutes(parts),
    ...createVdrFileRoutes(parts),
    createCloneRoute(parts),
    ...createUpgradeRoutes(parts),
  ]
}
