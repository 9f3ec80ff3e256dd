// The route table of the API, below `/crm/v8`.
import { createRouter, type Router } from '../lib/http/router.ts'
import type { Handler, Routes } from './call.ts'
import { coqlRoutes } from './coql/coql.ts'
import { convertRoutes } from './records/convert.ts'
import { readRoutes } from './records/reads.ts'
import { relatedRoutes } from './records/related.ts'
import { writeRoutes } from './records/writes.ts'
import { searchRoutes } from './search/search.ts'
import { settingsRoutes } from './settings/settings.ts'
import { userRoutes } from './users.ts'

/** Every route. Fixed segments win over placeholders. */
export const apiRoutes: Routes = {
  ...settingsRoutes,
  ...userRoutes,
  ...coqlRoutes,
  ...readRoutes,
  ...searchRoutes,
  ...writeRoutes,
  ...convertRoutes,
  ...relatedRoutes,
}

/** The routes as a tree. */
export function createApiRouter(): Router<Handler> {
  return createRouter(apiRoutes)
}
