// The control surface under `/_simulator/`: knobs, records, seeding and the token record, for another process on this machine.

import { KnobError } from '../lib/knobs.ts'
import type { Answer } from './call.ts'
import { changeKnobs, type KeapOptions } from './knobs.ts'
import { expireTokens, issuePair } from './oauth/tokens.ts'
import { addContacts } from './seed/contacts.ts'
import { tenantIds } from './seed/seed.ts'
import { resetState, type State } from './state.ts'
import { listRows, type Tenant, tableNames } from './tenant.ts'
import type { Hooks } from './v1/hook-delivery.ts'

interface ControlCall {
  state: State
  hooks: Hooks
  options: KeapOptions
  query: URLSearchParams
  body: Record<string, unknown>
  rest: string[]
}

type Control = (call: ControlCall) => unknown

const controls: Record<string, Control> = {
  'GET knobs': ({ options }) => showKnobs(options),
  'PATCH knobs': ({ options, body }) => {
    changeKnobs(options, body)
    return showKnobs(options)
  },
  'GET tokens': ({ state }) => state.tokens.record,
  'POST tokens': issueToken,
  'POST tokens/expire': ({ state, body }) => {
    expireTokens(state.tokens, readChoice(body['which'] ?? 'access', ['access', 'refresh', 'all']))
    return {}
  },
  'POST reset': ({ state, hooks }) => {
    resetState(state)
    hooks.clear()
    return {}
  },
  'POST contacts': ({ state, body }) => {
    const count = Number(body['count'] ?? 1)
    if (!Number.isInteger(count) || count < 1 || count > 100_000) throw new KnobError('count: a whole number from 1 to 100000')
    const rows = addContacts(readTenant(state, body['tenant']), count)
    return { count: rows.length, firstId: rows[0]?.id, lastId: rows.at(-1)?.id }
  },
  'GET records': ({ state, rest }) => {
    const [tenantId, table, id] = rest
    const rows = readTenant(state, tenantId).tables[readChoice(table, tableNames)]
    return id === undefined ? listRows(rows) : (rows.rows.get(id) ?? null)
  },
  'GET requests': ({ state, query }) => state.requests.slice(-Number(query.get('last') ?? 100)),
}

/** Answers one control call; 404 for an unknown one, 400 with the reason for a wrong one. */
export function answerControl(call: Omit<ControlCall, 'rest' | 'body'> & { text: string }, method: string, path: string): Answer {
  const segments = path.replace('/_simulator/', '').split('/').map(decodeURIComponent)
  const name = `${method} ${segments.join('/')}`
  const control = controls[name] ?? controls[`${method} ${segments[0]}`]
  if (!control) return { status: 404, type: 'json', body: { message: `no control ${name}`, controls: Object.keys(controls) } }
  try {
    return { status: 200, type: 'json', body: control({ ...call, body: readBody(call.text), rest: segments.slice(1) }) }
  } catch (error) {
    if (error instanceof KnobError) return { status: 400, type: 'json', body: { message: error.message } }
    throw error
  }
}

function readBody(text: string): Record<string, unknown> {
  if (text === '') return {}
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new KnobError('the body must be JSON')
  }
}

function showKnobs(options: KeapOptions): Record<string, unknown> {
  const { now: _now, random: _random, port: _port, ...knobs } = options
  return knobs
}

function issueToken({ state, options, body }: ControlCall): unknown {
  const tenant = readTenant(state, body['tenant'])
  const clientId = String(body['clientId'] ?? options.clients[0]?.id)
  const grant = { clientId, tenant: tenant.id, userId: String(body['userId'] ?? '1') }
  return issuePair(state.tokens, options, { grant, kind: 'control' }).reply
}

function readTenant(state: State, id: unknown): Tenant {
  const tenant = state.tenants.get(String(id ?? tenantIds[0]))
  if (!tenant) throw new KnobError(`tenant: one of ${[...state.tenants.keys()].join(', ')}`)
  return tenant
}

function readChoice<T extends string>(value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw new KnobError(`one of ${allowed.join(', ')}`)
  return value as T
}
