// The route table of the API.
import { createRouter, type Router } from '../lib/http/router.ts'
import type { Handler, Routes } from './call.ts'
import { activityRoutes } from './resources/activities.ts'
import { contactRoutes } from './resources/contacts.ts'
import { customFieldRoutes } from './resources/custom-field-definitions.ts'
import { eventRoutes } from './resources/events.ts'
import { leadRoutes } from './resources/leads.ts'
import { opportunityRoutes } from './resources/opportunities.ts'
import { organizationRoutes } from './resources/organization.ts'
import { statusRoutes } from './resources/statuses.ts'
import { taskRoutes } from './resources/tasks.ts'
import { searchRoutes } from './search/search.ts'

/** Every route below `/api/v1`, but for the webhooks. */
export const apiRoutes: Routes = {
  ...leadRoutes,
  ...contactRoutes,
  ...opportunityRoutes,
  ...taskRoutes,
  ...activityRoutes,
  ...organizationRoutes,
  ...statusRoutes,
  ...customFieldRoutes,
  ...eventRoutes,
  ...searchRoutes,
}

/** The router: routes are written with the slash that every path ends with, and found with or without it. */
export function createApiRouter(more: Routes): Router<Handler> {
  const routes = Object.entries({ ...apiRoutes, ...more })
  return createRouter(Object.fromEntries(routes.map(([name, handler]) => [name.replace(/\/$/, ''), handler])))
}
