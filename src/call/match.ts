/** Which of the element's resources a hub request means (contract 5.1). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { createMissingRecord } from './missing-record.ts'
import type { Target } from './types.ts'

/**
 * Finds the resource; throws not-supported (400, the original's fixed text), method-not-allowed (405) when the path exists with other verbs, or
 * no-record (404) for a path parameter that no record can have.
 */
export function matchResource(element: CompiledElement, request: HubRequest): Target {
  const match = element.match(request.method, request.segments)
  if (match.kind === 'found') return checkPath(match)
  if (match.kind === 'none') throw createError('not-supported')
  const path = `/${request.segments.join('/')}`
  const allowed = match.allowed.join(', ')
  throw createError('method-not-allowed', { params: { method: request.method, path, allowed }, headers: { allow: allowed } })
}

function checkPath(target: Target): Target {
  for (const [name, form] of target.resource.pathForms) {
    if (!form.test(target.pathParameters[name] ?? '')) throw createMissingRecord(target, name)
  }
  return target
}
