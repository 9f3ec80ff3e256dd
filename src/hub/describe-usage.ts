/** What usage keeps of a hub call. */
import type { HubRequest } from '../lib/hub-request.ts'
import type { UsageEntry } from '../usage/usage-entry.ts'
import type { HubInstance, Origin } from './hub-instance.ts'
import { type MappedCall, showPath } from './mapped/find-mapped.ts'

/** A call whose content could not be read. */
interface Unread {
  readonly requestId: string
  readonly method: string
  readonly segments?: undefined
}

/** A call that has its answer, or none. */
export interface Answered {
  readonly instance: HubInstance
  readonly origin: Origin
  readonly request: HubRequest | Unread
  readonly mapped?: MappedCall | undefined
  readonly status: number
  readonly startedAt: number
  readonly endedAt: number
}

export function describeUsage({ instance, origin, request, mapped, status, startedAt, endedAt }: Answered): UsageEntry {
  const { element } = instance.call
  const match = request.segments && element.match(request.method, mapped?.segments ?? request.segments)
  const path = match?.kind === 'found' ? match.resource.path : null
  return {
    traffic_id: request.requestId,
    organization_id: instance.organizationId,
    account_id: instance.accountId,
    user_id: origin.userId,
    instance_id: instance.id,
    element_key: element.key,
    hub: element.hub,
    method: request.method,
    request_uri: origin.uri,
    element_api: path !== null && mapped !== undefined && request.segments !== undefined ? showPath(mapped, request.segments, path) : path,
    ...(mapped !== undefined && { vdr: mapped.mapping.objectName }),
    status,
    process_time: Math.round(endedAt - startedAt),
    request_ip: origin.clientAddress,
    traffic_date: startedAt,
  }
}
