// The route table of the API.
import { createRouter, type Router } from '../lib/http/router.ts'
import type { Operation, Operations } from './call.ts'
import { batchOperations } from './objects/batch.ts'
import { recordOperations } from './objects/records.ts'
import { accountOperations } from './resources/account.ts'
import { associationBatchOperations } from './resources/association-batches.ts'
import { associationOperations } from './resources/associations.ts'
import { campaignOperations } from './resources/campaigns.ts'
import { engagementOperations } from './resources/engagements.ts'
import { ownerOperations } from './resources/owners.ts'
import { pipelineOperations } from './resources/pipelines.ts'
import { propertyOperations } from './resources/properties.ts'
import { timelineOperations } from './resources/timeline.ts'
import { searchOperations } from './search/search.ts'

const operations: Operations = {
  ...recordOperations,
  ...batchOperations,
  ...searchOperations,
  ...associationOperations,
  ...associationBatchOperations,
  ...propertyOperations,
  ...pipelineOperations,
  ...ownerOperations,
  ...campaignOperations,
  ...timelineOperations,
  ...engagementOperations,
  ...accountOperations,
}

/** Every route, by its numbered path. */
export function createApiRouter(): Router<Operation> {
  return createRouter(operations)
}

const dated =
  /^\/(crm\/objects|crm\/associations|crm\/properties|crm\/pipelines|crm\/owners|account-info|marketing\/campaigns|crm-object-schemas)\/(20\d\d-\d\d(?:-beta)?|v3)(?=\/|$)/

/** The numbered path that a dated one (`/crm/objects/2026-03/contacts`) is the newer name of. */
export function translatePath(path: string): string {
  const match = dated.exec(path)
  if (!match) return path
  const rest = path.slice(match[0].length)
  switch (match[1]) {
    case 'crm/objects':
      return rest.includes('/associations/') ? `/crm/v4/objects${rest}` : `/crm/v3/objects${rest}`
    case 'crm/associations':
      return `/crm/v4/associations${rest}`
    case 'account-info':
      return `/account-info/v3${rest}`
    case 'marketing/campaigns':
      return `/marketing/v3/campaigns${rest}`
    case 'crm-object-schemas':
      return `/crm/v3${rest}`
    default:
      return `/crm/v3/${match[1]?.slice(4)}${rest}`
  }
}
