/** The instance response (contract 3.2): exact members in the original's order. `providerData` never goes back. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { effectiveConfiguration, showConfiguration, withGrant } from './configuration.ts'
import type { InstanceRecord } from './instance-record.ts'

export interface ShowOptions {
  /** Undefined: the element is not in the catalog (any more). */
  readonly element: CompiledElement | undefined
  readonly summarize: (element: CompiledElement) => object
  /** False leaves the configuration out (contract 3.1 `hydrate`). */
  readonly hydrate: boolean
}

export function showInstance(record: InstanceRecord, { element, summarize, hydrate }: ShowOptions): Record<string, unknown> {
  const own = element === undefined ? {} : withGrant(effectiveConfiguration(element, record.own), record.grant)
  const eventsEnabled = own['event.notification.enabled'] === 'true'
  const callback = eventsEnabled ? own['event.notification.callback.url'] : undefined
  return {
    id: record.id,
    name: record.name,
    createdDate: `${record.createdAt.toISOString().slice(0, 19)}Z`,
    token: record.token,
    element: element === undefined ? { id: record.elementId, key: record.elementKey } : summarize(element),
    elementId: record.elementId,
    tags: record.tags,
    provisionInteractions: [],
    valid: element !== undefined,
    disabled: record.disabled,
    maxCacheSize: 0,
    cacheTimeToLive: 0,
    ...(hydrate ? { configuration: element === undefined ? {} : showConfiguration(element, own) } : {}),
    eventsEnabled,
    ...(callback ? { eventsNotificationCallbackUrl: callback } : {}),
    traceLoggingEnabled: record.traceLogging,
    cachingEnabled: false,
    externalAuthentication: record.externalAuthentication,
    user: record.user,
  }
}
