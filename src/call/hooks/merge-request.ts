/** What a hook handed to `done` → the request to the vendor (contract 13.2). */

import { isRecord } from '../../lib/is-record.ts'
import type { ScriptResult } from '../../script/script.ts'
import { encodeValue } from '../encode-body.ts'
import type { HookedRequest } from './exchange-state.ts'
import { demandFit, vendorLimits } from './header-limits.ts'
import { createUnfit, type Naming } from './hook-result.ts'

/** Changes the request. Throws script-result-unfit (400) for a member that is not what its name says. */
export function mergeRequest(request: HookedRequest, result: ScriptResult, naming: Naming): void {
  const path = readText(result, 'request_vendor_path', naming)
  if (path !== undefined) {
    request.path = path
    request.isUrlOwn = false
  }
  const url = readText(result, 'request_vendor_url', naming)
  if (url !== undefined && url !== request.url) {
    request.url = url
    request.isUrlOwn = true
  }
  const method = readText(result, 'request_vendor_method', naming)
  if (method !== undefined) {
    if (!/^(GET|POST|PUT|PATCH|DELETE)$/i.test(method))
      throw createUnfit(naming, 'request_vendor_method', 'GET, POST, PUT, PATCH or DELETE')
    request.method = method.toUpperCase()
  }
  mergeHeaders(request, result, naming)
  const { request_vendor_parameters: parameters } = result
  if (parameters !== undefined) {
    if (parameters !== null && !isRecord(parameters)) throw createUnfit(naming, 'request_vendor_parameters', 'an object')
    request.parameters = { ...parameters }
  }
  // The body is written in the language of the headers as they are now.
  if (result['request_vendor_body'] !== undefined) {
    request.body = writeBody(result['request_vendor_body'], request)
    request.isBodyOwn = true
  }
  if (result['continue'] !== undefined) request.proceeds = result['continue'] !== false && result['continue'] !== 'false'
}

/** Merged name by name, whatever their case; null takes one away (trap 28). */
function mergeHeaders(request: HookedRequest, result: ScriptResult, naming: Naming): void {
  const { request_vendor_headers: headers } = result
  if (headers === undefined || headers === null) return
  if (!isRecord(headers)) throw createUnfit(naming, 'request_vendor_headers', 'an object')
  demandFit(Object.entries(headers), vendorLimits, { member: 'request_vendor_headers', naming })
  const named = new Map(Object.keys(request.headers).map((name) => [name.toLowerCase(), name]))
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    const present = named.get(name.toLowerCase())
    // A map that comes back whole holds what was there before, under its old name, and what the script has set under its own.
    if (present !== undefined && present !== name) delete request.headers[present]
    if (value === null) {
      delete request.headers[name]
      named.delete(name.toLowerCase())
    } else {
      request.headers[name] = Array.isArray(value) ? value.join(', ') : String(value)
      named.set(name.toLowerCase(), name)
    }
  }
}

function writeBody(value: unknown, { headers }: HookedRequest): HookedRequest['body'] {
  if (value === null || value === '') return { kind: 'empty' }
  const contentType = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (typeof value !== 'string') return encodeValue(value, contentType)
  return { kind: 'text', text: value, contentType: contentType ?? guessType(value) }
}

function guessType(text: string): string {
  if (/^\s*[[{]/.test(text)) return 'application/json'
  if (/^\s*</.test(text)) return 'text/xml; charset=utf-8'
  return /^[^\s=&]+=\S*$/.test(text) ? 'application/x-www-form-urlencoded' : 'text/plain; charset=utf-8'
}

function readText(result: ScriptResult, name: string, naming: Naming): string | undefined {
  const value = result[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw createUnfit(naming, name, 'a text')
  return value
}
