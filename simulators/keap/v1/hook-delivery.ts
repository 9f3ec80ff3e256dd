// Delivering hooks: verify by echo, gather changes, post them in batches, retry, give up.

import type { KeapOptions } from '../knobs.ts'
import { formatTime } from '../tenant.ts'

export interface Hook {
  key: string
  tenant: string
  eventKey: string
  hookUrl: string
  status: 'Unverified' | 'Verified' | 'Inactive'
  secret: string
  /** Changes not yet delivered. */
  waiting: { id: number; apiUrl: string; timestamp: string }[]
  failures: number
}

export interface Hooks {
  list: Map<string, Hook>
  /** Notes a change for every verified hook on it. */
  announce: (tenantId: string, object: string, event: string, id: string) => void
  /** Posts the secret to the hook's URL; an echo in the same header of a 200 makes it verified. */
  verify: (hook: Hook) => Promise<void>
  remove: (hook: Hook) => void
  /** Forgets every hook and stops what is under way. */
  clear: () => void
}

/** Hooks on these options. Delays are the knobs'; `contactGroup.applied` and `contactGroup.delete` take ten times as long. */
export function createHooks(options: KeapOptions, origin: () => string): Hooks {
  const list = new Map<string, Hook>()
  const timers = new Map<Hook, NodeJS.Timeout>()
  const busy = new Set<Hook>()

  const schedule = (hook: Hook, delay: number): void => {
    if (timers.has(hook) || busy.has(hook)) return
    const timer = setTimeout(() => {
      timers.delete(hook)
      void deliver(hook)
    }, delay)
    timers.set(hook, timer.unref())
  }

  const deliver = async (hook: Hook): Promise<void> => {
    const batch = hook.waiting.slice(0, options.hookBatch)
    if (batch.length === 0 || hook.status !== 'Verified') return
    const [objectType] = hook.eventKey.split(/\.(?=[^.]*$)/)
    busy.add(hook)
    const status = await post(hook, options, { event_key: hook.eventKey, object_type: objectType, object_keys: batch })
    busy.delete(hook)
    if (!list.has(hook.key)) return
    if (status >= 200 && status < 400) {
      hook.failures = 0
      hook.waiting.splice(0, batch.length)
      if (hook.waiting.length > 0) schedule(hook, options.hookDelayMs)
      return
    }
    hook.failures += 1
    const retry = options.hookRetryMs[hook.failures - 1]
    if (status === 410 || retry === undefined) deactivate(hook)
    else schedule(hook, retry)
  }

  const remove = (hook: Hook): void => {
    clearTimeout(timers.get(hook))
    timers.delete(hook)
    list.delete(hook.key)
  }

  return {
    list,
    remove,
    verify: (hook) => verify(hook, options),
    clear: () => {
      for (const hook of [...list.values()]) remove(hook)
    },
    announce: (tenantId, object, event, id) => {
      const eventKey = `${object}.${event}`
      for (const hook of list.values()) {
        if (hook.tenant !== tenantId || hook.eventKey !== eventKey || hook.status !== 'Verified') continue
        const apiUrl = object === 'contact' ? `${origin()}/crm/rest/v1/contacts/${id}` : ''
        hook.waiting.push({ id: Number(id), apiUrl, timestamp: formatTime(options.now()) })
        const slow = eventKey === 'contactGroup.applied' || eventKey === 'contactGroup.delete'
        schedule(hook, options.hookDelayMs * (slow ? 10 : 1))
      }
    },
  }
}

function deactivate(hook: Hook): void {
  hook.status = 'Inactive'
  hook.waiting = []
}

async function verify(hook: Hook, options: KeapOptions): Promise<void> {
  try {
    const response = await fetch(hook.hookUrl, {
      method: 'POST',
      headers: { 'x-hook-secret': hook.secret },
      signal: AbortSignal.timeout(options.hookTimeoutMs),
    })
    await response.arrayBuffer()
    if (response.status !== 200 || response.headers.get('x-hook-secret') !== hook.secret) return
    hook.status = 'Verified'
    hook.failures = 0
  } catch {
    // An unreachable receiver leaves the hook as it was.
  }
}

/** The receiver's status; 0 when it could not be reached in time. */
async function post(hook: Hook, options: KeapOptions, body: unknown): Promise<number> {
  try {
    const response = await fetch(hook.hookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(options.hookTimeoutMs),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
