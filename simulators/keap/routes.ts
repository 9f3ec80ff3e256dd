// The route table of the API.
import type { Routes } from './call.ts'
import { createRouter, type Router } from './http/router.ts'
import { contactRoutes } from './resources/contacts.ts'
import { countryRoutes } from './resources/countries.ts'

const v2: readonly Routes[] = [contactRoutes, countryRoutes]

/** Every route below `/crm`. */
export function createApiRouter(): Router {
  return createRouter({ ...mount('/rest/v2', v2) })
}

function mount(prefix: string, tables: readonly Routes[]): Routes {
  return Object.fromEntries(
    tables.flatMap((table) => Object.entries(table).map(([name, handler]) => [name.replace(' ', ` ${prefix}`), handler])),
  )
}
