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
  if (match.kind === 'none' || isForeign(element, request)) throw createError('not-supported')
  const path = `/${request.segments.join('/')}`
  const allowed = match.allowed.join(', ')
  throw createError('method-not-allowed', { params: { method: request.method, path, allowed }, headers: { allow: allowed } })
}

/** Resources of kind `java` are the original's own code, which no export holds (contract 12.3): the call exists there and cannot be made here. */
function isForeign({ document }: CompiledElement, { method, segments }: HubRequest): boolean {
  return document.resources.some((resource) => {
    if (resource.kind !== 'java' || resource.method !== method) return false
    const template = resource.path
      .replace(/^\/hubs\/[^/]+/, '')
      .split('/')
      .slice(1)
    return template.length === segments.length && template.every((segment, at) => segment.startsWith('{') || segment === segments[at])
  })
}

function checkPath(target: Target): Target {
  for (const [name, form] of target.resource.pathForms) {
    if (!form.test(target.pathParameters[name] ?? '')) throw createMissingRecord(target, name)
  }
  return target
}
