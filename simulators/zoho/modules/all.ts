// The modules of an organization, in the order of its tabs.
import { calls, events, notes, tasks } from './activities.ts'
import type { ModuleDefinition } from './module.ts'
import { accounts, contacts, leads } from './people.ts'
import { campaigns, cases, deals, products } from './sales.ts'

export const moduleDefinitions: readonly ModuleDefinition[] = [
  leads,
  contacts,
  accounts,
  deals,
  tasks,
  events,
  calls,
  campaigns,
  products,
  cases,
  notes,
]
