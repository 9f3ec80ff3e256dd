// Every route of the API, below `/services/data/v65.0`.
import { createRouter, type Router } from '../lib/http/router.ts'
import type { Handler } from './call.ts'
import { changeRoutes } from './resources/changes.ts'
import { collectionRoutes } from './resources/collections.ts'
import { compositeRoutes } from './resources/composite.ts'
import { describeRoutes } from './resources/describe.ts'
import { limitRoutes } from './resources/limits.ts'
import { queryRoutes } from './resources/query.ts'
import { recordRoutes } from './resources/records.ts'
import { versionRoutes } from './resources/versions.ts'

/** The router of the API. */
export function createApiRouter(): Router<Handler> {
  return createRouter({
    ...versionRoutes,
    ...limitRoutes,
    ...queryRoutes,
    ...describeRoutes,
    ...changeRoutes,
    ...recordRoutes,
    ...collectionRoutes,
    ...compositeRoutes,
  })
}
