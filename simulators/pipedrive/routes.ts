// The route table of the API: both versions.
import { createRouter, type Router } from '../lib/http/router.ts'
import type { Operation, Operations } from './call.ts'
import { activityOperations } from './resources/activities.ts'
import { dealOperations } from './resources/deals.ts'
import { organizationOperations } from './resources/organizations.ts'
import { personOperations } from './resources/persons.ts'
import { pipelineOperations } from './resources/pipelines.ts'
import { productOperations } from './resources/products.ts'

/** Every operation, resource by resource. */
export const operations: Operations = {
  ...personOperations,
  ...organizationOperations,
  ...dealOperations,
  ...activityOperations,
  ...productOperations,
  ...pipelineOperations,
}

/** The operations as a tree of addresses. */
export function createApiRouter(): Router<Operation> {
  return createRouter(operations)
}
