// The route table of the API.
import { createRouter, type Router } from '../lib/http/router.ts'
import type { Handler, Routes } from './call.ts'
import { accountRoutes } from './resources/account.ts'
import { companyRoutes } from './resources/companies.ts'
import { contactRoutes } from './resources/contacts.ts'
import { countryRoutes } from './resources/countries.ts'
import { leadSourceRoutes } from './resources/lead-sources.ts'
import { noteRoutes } from './resources/notes.ts'
import { opportunityRoutes } from './resources/opportunities.ts'
import { productRoutes } from './resources/products.ts'
import { stageRoutes } from './resources/stages.ts'
import { tagRoutes } from './resources/tags.ts'
import { taskRoutes } from './resources/tasks.ts'
import { userRoutes } from './resources/users.ts'
import { v1ContactRoutes } from './v1/contacts.ts'
import type { Hooks } from './v1/hook-delivery.ts'
import { createHookRoutes } from './v1/hooks.ts'
import { v1RecordRoutes } from './v1/records.ts'

/** The v2 routes, resource by resource. */
export const v2Routes: Routes = {
  ...contactRoutes,
  ...companyRoutes,
  ...opportunityRoutes,
  ...stageRoutes,
  ...userRoutes,
  ...noteRoutes,
  ...taskRoutes,
  ...productRoutes,
  ...tagRoutes,
  ...leadSourceRoutes,
  ...countryRoutes,
  ...accountRoutes,
}

/** Every route below `/crm`. */
export function createApiRouter(hooks: Hooks): Router<Handler> {
  return createRouter({ ...mount('/rest/v2', v2Routes), ...mount('/rest/v1', createV1Routes(hooks)) })
}

/** The v1 routes, over one set of hooks. */
export function createV1Routes(hooks: Hooks): Routes {
  return { ...v1ContactRoutes, ...v1RecordRoutes, ...createHookRoutes(hooks) }
}

function mount(prefix: string, routes: Routes): Routes {
  return Object.fromEntries(Object.entries(routes).map(([name, handler]) => [name.replace(' ', ` ${prefix}`), handler]))
}
