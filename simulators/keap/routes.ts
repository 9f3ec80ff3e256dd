// The route table of the API.
import type { Routes } from './call.ts'
import { createRouter, type Router } from './http/router.ts'
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
export function createApiRouter(): Router {
  return createRouter({ ...mount('/rest/v2', v2Routes) })
}

function mount(prefix: string, routes: Routes): Routes {
  return Object.fromEntries(Object.entries(routes).map(([name, handler]) => [name.replace(' ', ` ${prefix}`), handler]))
}
