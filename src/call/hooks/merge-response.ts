/** What a hook handed to `done` → the answer (contract 13.2, 13.4). */

import { isRecord } from '../../lib/is-record.ts'
import { findExcess } from '../../lib/json-bounds.ts'
import type { ScriptResult } from '../../script/script.ts'
import type { HookedResponse } from './exchange-state.ts'
import { clientLimits, demandFit, vendorLimits } from './header-limits.ts'
import { createUnfit, type Naming } from './hook-result.ts'

/** Changes the answer. Throws script-result-unfit (400) for a member that is not what its name says. */
export function mergeResponse(response: HookedResponse, result: ScriptResult, naming: Naming): void {
  const { response_status_code: status, response_error_message: message, response_body_raw: raw, response_body: body } = result
  if (status !== undefined && status !== null) {
    response.status = readStatus(status, naming)
    response.set.status = true
  }
  if (message !== undefined && message !== null) {
    response.errorMessage = typeof message === 'string' ? message : JSON.stringify(message)
    response.set.errorMessage = true
  }
  if (raw !== undefined && raw !== null) {
    response.raw = typeof raw === 'string' ? raw : JSON.stringify(raw)
    response.rawValue = parseWhereJson(response.raw, 'response_body_raw', naming)
    response.isJson = typeof response.rawValue !== 'string'
    response.body = response.rawValue
    response.set.body = true
  }
  if (body !== undefined) {
    response.body = typeof body === 'string' ? parseWhereJson(body, 'response_body', naming) : body
    response.set.body = true
  }
  mergeHeaders(response, result, naming)
}

/** What is read of a text; what scripts hand over as values is bounded alike. */
const bounds = { values: 500_000, depth: 200 }

/** Scripts hand over JSON as a text as often as not. */
function parseWhereJson(text: string, member: string, naming: Naming): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  if (findExcess(text, bounds) !== undefined)
    throw createUnfit(naming, member, `JSON of at most ${bounds.values} values and ${bounds.depth} levels`)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function readStatus(value: unknown, naming: Naming): number {
  const status = Number(value)
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status
  throw createUnfit(naming, 'response_status_code', 'a number from 200 to 599')
}

function mergeHeaders(response: HookedResponse, result: ScriptResult, naming: Naming): void {
  const { response_headers: headers } = result
  if (headers === undefined || headers === null) return
  if (!isRecord(headers)) throw createUnfit(naming, 'response_headers', 'an object')
  demandFit(Object.entries(headers), vendorLimits, { member: 'response_headers', naming })
  for (const [written, value] of Object.entries(headers)) {
    const name = written.toLowerCase()
    if (value === undefined) continue
    if (value === null) delete response.headers[name]
    else {
      const next = Array.isArray(value) ? value.map(String) : String(value)
      // A map that comes back whole says nothing new of most of its members.
      if (String(response.headers[name]) !== String(next)) response.set.headers.add(name)
      response.headers[name] = next
    }
  }
  const own = [...response.set.headers].map((name): [string, unknown] => [name, response.headers[name] ?? ''])
  demandFit(own, clientLimits, { member: 'response_headers', naming })
}
