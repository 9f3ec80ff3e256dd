/** Finds the resource of a path, for the parts that hang on one. */
import type { RouteRequest } from '../../lib/route.ts'
import { demandPart, type Holder, type Part, readParts } from './part.ts'

/** In the draft of a system element only the account's own resources stand, so a part of a system resource cannot be added (contract 2.4). Throws no-record (404). */
export function findResource(document: Holder, params: RouteRequest['params']): Part {
  return demandPart(readParts(document, 'resources'), 'resource', params['resourceId'])
}
