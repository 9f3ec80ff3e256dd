// What a request says: its method after `x-http-method-override`, its parameters from the query or `_params`, its JSON body.
import { readBody } from '../../lib/http/body.ts'
import type { Exchange } from '../../lib/http/exchange.ts'
import { ApiError } from '../errors.ts'
import type { CloseioOptions } from '../knobs.ts'

export interface ApiRequest {
  method: string
  query: URLSearchParams
  body: Record<string, unknown>
  offsetHours: number
  options: CloseioOptions
}

/** Reads a request. @throws ApiError 400 for a body that is no JSON object, 415 for one of another kind */
export async function readRequest(exchange: Exchange<CloseioOptions>): Promise<ApiRequest> {
  const { request, knobs } = exchange
  const override = request.headers['x-http-method-override']
  const method = exchange.method === 'POST' && typeof override === 'string' ? override.toUpperCase() : exchange.method
  const isRead = exchange.method === 'GET' || exchange.method === 'HEAD'
  const body = isRead ? {} : parseBody(await readBody(request), request.headers['content-type'])
  const query = new URLSearchParams(exchange.query)
  const params = body['_params']
  if (typeof params === 'object' && params !== null) {
    for (const [name, value] of Object.entries(params)) query.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  const offset = Number(request.headers['x-tz-offset'] ?? 0)
  return { method, query, body, offsetHours: Number.isFinite(offset) ? offset : 0, options: knobs }
}

function parseBody(text: string, type: string | undefined): Record<string, unknown> {
  if (text === '') return {}
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type ?? '')) {
    throw new ApiError(415, 'The request used an unsupported format. Send JSON with a Content-Type of application/json.')
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new ApiError(400, 'The request contains invalid JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ApiError(400, 'The request body must be a JSON object.')
  return body as Record<string, unknown>
}
