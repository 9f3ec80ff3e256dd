/** Draft → the request that goes out. */
import { createError } from '../lib/errors.ts'
import { type Body, emptyBody } from '../lib/hub-request.ts'
import { compileWriter } from '../lib/json-path.ts'
import { type GuardedConfiguration, interpolateUrl } from './interpolate.ts'
import { applyParameters } from './parameters.ts'
import type { CallSession } from './send.ts'
import type { CallInstance, Draft, VendorRequest } from './types.ts'
import { buildUrl } from './url.ts'

const commonHeaders = { accept: 'application/json', 'user-agent': 'Octet' }
const nothingMapped: ReadonlySet<string> = new Set()

/** Builds the main request, or one page of it with `query` added. Throws missing-configuration or parameter-required (400). */
export function buildRequest(
  instance: CallInstance,
  draft: Draft,
  more: { readonly requestRoot?: string | undefined; readonly query?: readonly (readonly [string, string])[] } = {},
): VendorRequest {
  const query = more.query === undefined ? draft.query : [...draft.query, ...more.query]
  return {
    method: draft.method,
    url: buildUrl({
      baseUrl: readBaseUrl(instance),
      ...guardConfiguration(instance),
      vendorPath: draft.vendorPath,
      path: draft.path,
      query,
    }),
    headers: { ...commonHeaders, ...draft.headers },
    body: buildBody(draft, more.requestRoot),
  }
}

/** The configuration of an instance with what of it stays out of URLs. */
export function guardConfiguration({ configuration, element }: CallInstance): GuardedConfiguration {
  return { configuration, secretKeys: element.secretKeys }
}

/** A GET beside the main call, with the parameters that the element gives to every call. */
export function buildSideRequest(
  { instance }: CallSession,
  call: {
    readonly vendorPath: string
    readonly path: Readonly<Record<string, string>>
    readonly query: readonly (readonly [string, string])[]
  },
): VendorRequest {
  const draft: Draft = {
    method: 'GET',
    vendorPath: interpolateUrl(call.vendorPath, guardConfiguration(instance)),
    path: { ...call.path },
    query: call.query.map(([name, value]) => [name, value]),
    headers: {},
    json: undefined,
    form: undefined,
    passed: undefined,
  }
  const fixed = (instance.element.document.parameters ?? []).filter(({ type }) => type === 'value' || type === 'configuration')
  const noRequest = { requestId: '', method: 'GET', segments: [], query: {}, headers: {}, body: emptyBody } as const
  applyParameters(draft, fixed, { request: noRequest, pathParameters: {}, ...guardConfiguration(instance), mapped: nothingMapped })
  return buildRequest(instance, { ...draft, json: undefined, form: undefined })
}

function buildBody(draft: Draft, root: string | undefined): Body {
  if (draft.passed !== undefined) return draft.passed
  if (draft.form !== undefined) {
    return { kind: 'text', text: new URLSearchParams(draft.form).toString(), contentType: 'application/x-www-form-urlencoded' }
  }
  if (draft.json === undefined) return emptyBody
  if (root === undefined || root === '') return { kind: 'json', value: draft.json }
  const wrapped = {}
  compileWriter(root)(wrapped, draft.json)
  return { kind: 'json', value: wrapped }
}

function readBaseUrl({ configuration }: CallInstance): string {
  const text = configuration['base.url']
  if (text === undefined || text === null || text === '') throw createError('missing-configuration', { params: { keys: 'base.url' } })
  return text
}
