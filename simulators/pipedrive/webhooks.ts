// Delivering webhooks (version 2.0): one POST per change, tried again after the waits of a knob, with Basic credentials where they were given.
import { randomUUID } from 'node:crypto'
import type { Change } from './call.ts'
import type { PipedriveOptions } from './knobs.ts'
import { listRows, type Row, type Tenant } from './tenant.ts'

export interface Webhooks {
  announce: (tenant: Tenant, user: Row, change: Change) => void
  /** Gives up what is not delivered yet. */
  stop: () => void
}

/** Delivery on these options. */
export function createWebhooks(options: PipedriveOptions): Webhooks {
  const timers = new Set<NodeJS.Timeout>()

  const schedule = (delay: number, work: () => Promise<void>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void work()
    }, delay)
    timers.add(timer.unref())
  }

  const deliver = async (hook: Row, body: Record<string, unknown>, attempt: number): Promise<void> => {
    if (hook['is_active'] !== 1) return
    const meta = { ...(body['meta'] as object), attempt }
    const status = await post(hook, options, { ...body, meta })
    hook['last_delivery_time'] = new Date(options.now()).toISOString()
    hook['last_http_status'] = status
    if (status >= 200 && status < 300) return
    const retry = options.hookRetryMs[attempt - 1]
    if (retry !== undefined) schedule(retry, () => deliver(hook, body, attempt + 1))
  }

  return {
    announce: (tenant, user, change) => {
      for (const hook of listRows(tenant.tables.webhooks)) {
        const isWanted =
          ['*', change.action].includes(String(hook['event_action'])) && ['*', change.entity].includes(String(hook['event_object']))
        if (hook['is_active'] === 1 && isWanted) {
          const body = createBody({ hook, tenant, user, change, now: options.now() })
          schedule(options.hookDelayMs, () => deliver(hook, body, 1))
        }
      }
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

function createBody(event: { hook: Row; tenant: Tenant; user: Row; change: Change; now: number }): Record<string, unknown> {
  const { hook, tenant, user, change, now } = event
  return {
    data: change.data,
    previous: change.previous,
    meta: {
      action: change.action,
      company_id: String(tenant.companyId),
      correlation_id: randomUUID(),
      entity_id: String(change.id),
      entity: change.entity,
      id: randomUUID(),
      is_bulk_edit: false,
      timestamp: new Date(now).toISOString(),
      type: 'general',
      user_id: String(user.id),
      version: '2.0',
      webhook_id: String(hook.id),
      webhook_owner_id: String(hook['owner_id']),
      change_source: 'api',
      permitted_user_ids: listRows(tenant.tables.users).map((each) => String(each.id)),
      attempt: 1,
      host: `${tenant.id}.pipedrive.com`,
    },
  }
}

/** The receiver's status; 0 when it could not be reached in time. */
async function post(hook: Row, options: PipedriveOptions, body: unknown): Promise<number> {
  const { http_auth_user: user, http_auth_password: password } = hook
  const headers: Record<string, string> = { 'content-type': 'application/json', 'user-agent': 'Pipedrive Webhooks' }
  if (user) headers['authorization'] = `Basic ${Buffer.from(`${String(user)}:${String(password ?? '')}`).toString('base64')}`
  try {
    const signal = AbortSignal.timeout(options.hookTimeoutMs)
    const response = await fetch(String(hook['subscription_url']), {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      redirect: 'manual',
      signal,
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
