/** The variables that hooks see (contract 13.3), made only where a script mentions them. */
import type { Body } from '../../lib/hub-request.ts'
import type { Script, ScriptCall } from '../../script/script.ts'
import { readContentKind } from '../body/content-kind.ts'
import { readForm } from '../body/form.ts'
import type { HookedCall } from './exchange-state.ts'

type Reader = (call: HookedCall) => unknown

const beforeReaders: Readonly<Record<string, Reader>> = {
  request_method: ({ plan }) => plan.request.method,
  request_path: ({ session, plan }) => `/hubs/${[session.instance.element.hub, ...plan.request.segments].join('/')}`,
  request_path_variables: ({ target }) => target.pathParameters,
  request_parameters: ({ plan }) => plan.request.query,
  request_headers: ({ plan }) => withoutCredentials(plan.request.headers),
  request_body: ({ plan }) => readText(plan.request.body),
  request_body_map: ({ plan }) => readMap(plan.request.body),
  request_expression: ({ plan }) => plan.expression,
  request_root_key: ({ target }) => target.resource.document.rootKey ?? null,
  request_previous_response: ({ plan }) => plan.previous,
  request_vendor_method: ({ request }) => request.method,
  request_vendor_path: ({ request }) => request.path,
  request_vendor_url: ({ request }) => request.url,
  request_vendor_headers: ({ request }) => request.headers,
  request_vendor_parameters: ({ request }) => request.parameters,
  request_vendor_body: ({ request }) => readText(request.body),
  request_vendor_body_map: ({ request }) => readMap(request.body),
  configuration: ({ session }) => session.configuration,
  object_name: ({ target }) => target.resource.document.objectName || target.resource.path.split('/')[1],
}

const afterReaders: Readonly<Record<string, Reader>> = {
  response_body: ({ response }) => response?.body,
  response_body_map: ({ response }) => mapOf(response?.body),
  response_body_raw: ({ response }) => response?.raw ?? null,
  response_body_raw_map: ({ response }) => mapOf(response?.rawValue),
  response_headers: ({ response }) => response?.headers,
  response_status_code: ({ response }) => response?.status,
  response_iserror: ({ response }) => response !== undefined && response.status >= 400,
  response_error_message: ({ response }) => response?.errorMessage ?? null,
}

/** Reads the variables of a script. A large answer goes in as the text that it came as, to be parsed inside, where nothing has changed it. */
export function readVariables(script: Script, call: HookedCall): Pick<ScriptCall, 'variables' | 'parsed'> {
  const { response } = call
  const variables: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(beforeReaders)) if (script.mentions.has(name)) variables[name] = read(call)
  for (const [name, read] of Object.entries(afterReaders)) if (script.mentions.has(name)) variables[name] = read(call)
  const isAsItCame = response?.isJson === true && response.body === response.rawValue
  if (!isAsItCame || !script.mentions.has('response_body')) return { variables }
  variables['response_body_raw'] = response.raw
  delete variables['response_body']
  return { variables, parsed: { response_body: 'response_body_raw' } }
}

/** The secrets of this platform's users are none of an element's business. */
function withoutCredentials(headers: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const { authorization: _authorization, cookie: _cookie, ...rest } = headers
  return rest
}

/** Scripts parse bodies: null, of which they make null, stands for none. A file is none that they could parse. */
function readText(body: Body): string | null {
  if (body.kind === 'json') return JSON.stringify(body.value)
  if (body.kind === 'empty') return null
  return body.kind === 'text' ? body.text : ''
}

function readMap(body: Body): unknown {
  if (body.kind === 'json') return body.value
  if (body.kind !== 'text') return null
  return readContentKind(body.contentType) === 'form' ? readForm(body.text) : mapOf(parse(body.text))
}

function mapOf(value: unknown): unknown {
  return typeof value === 'object' ? value : null
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text)
  } catch {
    return null
  }
}
