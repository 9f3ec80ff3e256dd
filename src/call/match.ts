/** Which of the element's resources a hub request means (contract 5.1). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import type { Target } from './types.ts'

/** Finds the resource; throws not-supported (400, the original's fixed text) or method-not-allowed (405) when the path exists with other verbs. */
export function matchResource(element: CompiledElement, request: HubRequest): Target {
  const match = element.match(request.method, request.segments)
  if (match.kind === 'found') return match
  if (match.kind === 'none') throw createError('not-supported')
  const path = `/${request.segments.join('/')}`
  const allowed = match.allowed.join(', ')
  throw createError('method-not-allowed', { params: { method: request.method, path, allowed }, headers: { allow: allowed } })
}
