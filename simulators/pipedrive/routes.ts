// The route table of the API: both versions.
import { createRouter, type Router } from '../lib/http/router.ts'
import type { Operation, Operations } from './call.ts'
import { activityOperations } from './resources/activities.ts'
import { activityTypeOperations } from './resources/activity-types.ts'
import { dealOperations } from './resources/deals.ts'
import { fieldOperations } from './resources/fields.ts'
import { v1FieldOperations } from './resources/fields-v1.ts'
import { filterOperations } from './resources/filters.ts'
import { leadOperations } from './resources/leads.ts'
import { mailOperations } from './resources/mail.ts'
import { noteOperations } from './resources/notes.ts'
import { organizationOperations } from './resources/organizations.ts'
import { personOperations } from './resources/persons.ts'
import { pipelineOperations } from './resources/pipelines.ts'
import { productOperations } from './resources/products.ts'
import { searchOperations } from './resources/search.ts'
import { userOperations } from './resources/users.ts'
import { webhookOperations } from './resources/webhooks.ts'

/** Every operation, resource by resource. */
export const operations: Operations = {
  ...personOperations,
  ...organizationOperations,
  ...dealOperations,
  ...activityOperations,
  ...productOperations,
  ...pipelineOperations,
  ...webhookOperations,
  ...userOperations,
  ...searchOperations,
  ...noteOperations,
  ...mailOperations,
  ...leadOperations,
  ...filterOperations,
  ...v1FieldOperations,
  ...fieldOperations,
  ...activityTypeOperations,
}

/** The operations as a tree of addresses. */
export function createApiRouter(): Router<Operation> {
  return createRouter(operations)
}
