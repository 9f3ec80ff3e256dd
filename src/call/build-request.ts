/** Draft → the request that goes out. */
import { createError } from '../lib/errors.ts'
import { emptyBody } from '../lib/hub-request.ts'
import { createDraft } from './create-draft.ts'
import { encodeBody } from './encode-body.ts'
import { type GuardedConfiguration, interpolateUrl } from './interpolate.ts'
import { applyParameters } from './parameters.ts'
import type { CallSession } from './send.ts'
import type { Draft, Values, VendorRequest } from './types.ts'
import { buildUrl } from './url.ts'

export const commonHeaders = { accept: 'application/json', 'user-agent': 'Octet' }
const nothingMapped: ReadonlySet<string> = new Set()

/** Builds the main request, or one page of it with `query` added. Throws missing-configuration or parameter-required (400). */
export function buildRequest(
  session: CallSession,
  draft: Draft,
  more: { readonly requestRoot?: string | undefined; readonly query?: readonly (readonly [string, string])[] } = {},
): VendorRequest {
  const query = more.query === undefined ? draft.query : [...draft.query, ...more.query]
  const { configuration } = session
  // Writing the body may settle its Content-Type.
  const body = encodeBody(draft, { requestRoot: more.requestRoot, configuration, unbound: 'empty' })
  return {
    method: draft.method,
    url: buildUrl({
      baseUrl: readBaseUrl(configuration),
      ...guardConfiguration(session),
      vendorPath: draft.vendorPath,
      path: draft.path,
      secretPlaces: draft.secretPlaces,
      query,
    }),
    headers: { ...commonHeaders, ...draft.headers },
    body,
  }
}

/** The configuration of a call with what of it says no hosts. */
export function guardConfiguration({ configuration, instance }: CallSession): GuardedConfiguration {
  return { configuration, secretKeys: instance.element.secretKeys }
}

/** A GET beside the main call, with the parameters that the element gives to every call. */
export function buildSideRequest(
  session: CallSession,
  call: {
    readonly vendorPath: string
    readonly path: Readonly<Record<string, string>>
    readonly query: readonly (readonly [string, string])[]
  },
): VendorRequest {
  const draft = createDraft('GET', interpolateUrl(call.vendorPath, guardConfiguration(session)), call.path)
  for (const [name, value] of call.query) draft.query.push([name, value])
  const fixed = (session.instance.element.document.parameters ?? []).filter(({ type }) => type === 'value' || type === 'configuration')
  const noRequest = { requestId: '', method: 'GET', segments: [], query: {}, headers: {}, body: emptyBody } as const
  applyParameters(draft, fixed, { request: noRequest, pathParameters: {}, ...guardConfiguration(session), mapped: nothingMapped })
  return buildRequest(session, {
    ...draft,
    json: undefined,
    form: undefined,
    parts: undefined,
    file: undefined,
    template: undefined,
    tokens: undefined,
  })
}

/** Throws missing-configuration (400). */
export function readBaseUrl(configuration: Values): string {
  const text = configuration['base.url']
  if (text === undefined || text === null || text === '') throw createError('missing-configuration', { params: { keys: 'base.url' } })
  return text
}
