// Webhooks: subscriptions to the event log, each delivery signed, failed ones tried again, a subscription paused in the end.
import { createHmac, randomBytes } from 'node:crypto'
import { answerOk, type Call, type Routes } from './call.ts'
import { type Checks, checkBody, choice, flag, list, object, text } from './checks.ts'
import { createNotFound } from './errors.ts'
import type { CloseioOptions } from './knobs.ts'
import { insertRow, type Row, removeRow, type Tenant } from './tenant.ts'
import { formatTime } from './time.ts'
import { authorship, renderRow, stored, type View } from './view.ts'

export interface Webhooks {
  routes: Routes
  deliver: (tenant: Tenant, event: Row) => void
  /** Drops what is waiting. */
  clear: () => void
}

const view: View = { ...stored('id'), ...stored('url'), ...stored('events'), ...stored('verify_ssl'), ...stored('status'), ...authorship }

const checks: Checks = {
  url: text,
  verify_ssl: flag,
  status: choice(['active', 'paused']),
  events: list(object({ object_type: text, action: text }, ['object_type', 'action'], (each) => each)),
}

/** Webhooks over one set of live knobs. */
export function createWebhooks(options: CloseioOptions): Webhooks {
  const waiting = new Set<NodeJS.Timeout>()

  function later(milliseconds: number, act: () => Promise<void>): void {
    const timer = setTimeout(() => {
      waiting.delete(timer)
      act().catch(() => {})
    }, milliseconds)
    timer.unref()
    waiting.add(timer)
  }

  async function attempt(hook: Row, body: string, tried: number): Promise<void> {
    if (hook['status'] !== 'active') return
    const delivered = await post(options, hook, body)
    if (delivered) return
    const wait = options.hookRetryMs[tried]
    if (wait === undefined) hook['status'] = 'paused'
    else later(wait, () => attempt(hook, body, tried + 1))
  }

  function deliver(tenant: Tenant, event: Row): void {
    for (const hook of tenant.tables.webhooks.order) {
      const events = hook['events'] as { object_type: string; action: string }[]
      if (!events.some((each) => each.object_type === event['object_type'] && each.action === event['action'])) continue
      const body = JSON.stringify({ event, subscription_id: hook.id })
      later(options.hookDelayMs, () => attempt(hook, body, 0))
    }
  }

  function clear(): void {
    for (const timer of waiting) clearTimeout(timer)
    waiting.clear()
  }

  return { routes, deliver, clear }
}

async function post(options: CloseioOptions, hook: Row, body: string): Promise<boolean> {
  const timestamp = String(Math.floor(options.now() / 1000))
  const key = Buffer.from(String(hook['signature_key']), 'hex')
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Close Webhooks 2.0',
    'close-sig-timestamp': timestamp,
    'close-sig-hash': createHmac('sha256', key)
      .update(timestamp + body)
      .digest('hex'),
  }
  try {
    const signal = AbortSignal.timeout(options.hookTimeoutMs)
    const reply = await fetch(String(hook['url']), { method: 'POST', headers, body, signal, redirect: 'manual' })
    await reply.body?.cancel()
    return reply.ok
  } catch {
    return false
  }
}

const show = (call: Call, row: Row) => renderRow(view, row, { tenant: call.tenant })

function findHook(call: Call): Row {
  const row = call.tenant.tables.webhooks.rows.get(call.params['id'] ?? '')
  if (!row) throw createNotFound('WebhookSubscription')
  return row
}

const routes: Routes = {
  'GET /webhook/': (call) => answerOk({ data: call.tenant.tables.webhooks.order.map((row) => show(call, row)), has_more: false }),
  'POST /webhook/': (call) => {
    const values = checkBody(call, checks, ['url', 'events'])
    const now = formatTime(call.now)
    const stamp = { created_by: call.user.id, updated_by: call.user.id, date_created: now, date_updated: now }
    const signature = { signature_key: randomBytes(32).toString('hex') }
    const row = insertRow(call.tenant, 'webhooks', { verify_ssl: true, status: 'active', ...values, ...stamp, ...signature })
    return { status: 201, type: 'json', body: { ...show(call, row), ...signature } }
  },
  'GET /webhook/{id}/': (call) => answerOk(show(call, findHook(call))),
  'PUT /webhook/{id}/': (call) => {
    const row = findHook(call)
    Object.assign(row, checkBody(call, checks), { updated_by: call.user.id, date_updated: formatTime(call.now) })
    return answerOk(show(call, row))
  },
  'DELETE /webhook/{id}/': (call) => {
    removeRow(call.tenant.tables.webhooks, findHook(call), call.now)
    return answerOk({})
  },
}
