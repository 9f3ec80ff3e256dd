/** A planned request as hooks see it, and back: what they made of it → what goes out. */

import { authorizeBasic } from '../auth/basic.ts'
import { authorizeBearer } from '../auth/bearer.ts'
import { commonHeaders, guardConfiguration, readBaseUrl } from '../build-request.ts'
import { encodeBody } from '../encode-body.ts'
import { checkHeader, connectionHeaders } from '../parameter-destinations.ts'
import { prepareResource } from '../prepare.ts'
import { drawPage } from '../search/draw-page.ts'
import type { CallSession } from '../send.ts'
import type { Asking, Credential, Draft, VendorRequest } from '../types.ts'
import { buildUrl, fillVendorPath, type Unfilled } from '../url.ts'
import type { HookedRequest } from './exchange-state.ts'
import { capitalizeHeader } from './header-names.ts'

/** Opens the draft of a plan for hooks. Places that nothing fills stay as they are written. */
export function openRequest(session: CallSession, asking: Asking): HookedRequest {
  const { draft, query = [] } = drawPage(asking)
  const { resource } = asking.target
  const body = encodeBody(draft, { requestRoot: resource.requestRoot, configuration: session.configuration, unbound: 'keep' })
  const authorization = writeAuthorization(session.credential)
  const contentType = body.kind === 'json' ? 'application/json' : body.kind === 'empty' ? undefined : body.contentType
  const headers = {
    ...commonHeaders,
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(authorization !== undefined && { authorization }),
    ...draft.headers,
  }
  const { headerNames } = prepareResource(resource)
  const request: HookedRequest = {
    method: draft.method,
    path: fillVendorPath(draft, 'keep'),
    url: '',
    isUrlOwn: false,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [headerNames.get(name) ?? capitalizeHeader(name), value])),
    authorization: draft.headers['authorization'] === undefined ? authorization : undefined,
    parameters: groupPairs([...draft.query, ...query]),
    body,
    isBodyOwn: false,
    proceeds: true,
  }
  request.url = describeUrl(session, draft, request)
  return request
}

/** Base URL and path without parameters, as far as they are known: a hook may still fill what is missing, or answer itself. */
export function describeUrl(session: CallSession, draft: Draft, { path }: HookedRequest): string {
  try {
    return writeUrl(session, draft, { vendorPath: path, query: [], unfilled: 'keep' })
  } catch {
    return `${session.configuration['base.url'] ?? ''}${path}`
  }
}

/**
 * Closes the request after the hooks. Throws parameter-required for a place that nobody filled, missing-configuration, invalid-configuration or
 * invalid-parameter (400).
 */
export function closeRequest(session: CallSession, asking: Asking, request: HookedRequest): VendorRequest {
  const { target } = asking
  const { draft } = drawPage(asking)
  const opened = fillVendorPath(draft, 'keep')
  const vendorPath = request.isUrlOwn ? request.url : request.path
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (!connectionHeaders.has(name.toLowerCase())) headers[name.toLowerCase()] = checkHeader(name, value)
  }
  const isAnonymous = request.authorization !== undefined && headers['authorization'] === undefined
  // The credential's own header is put in when the request is sent: a renewal changes it.
  if (headers['authorization'] === request.authorization) delete headers['authorization']
  const writing = { requestRoot: target.resource.requestRoot, configuration: session.configuration, unbound: 'empty' } as const
  return {
    method: request.method as VendorRequest['method'],
    // What a hook wrote means what it says: braces in it are no places that somebody forgot.
    url: writeUrl(session, draft, {
      vendorPath,
      query: flattenPairs(request.parameters),
      unfilled: vendorPath === opened ? 'refuse' : 'keep',
    }),
    headers,
    body: request.isBodyOwn ? request.body : encodeBody(draft, writing),
    ...(isAnonymous && { isAnonymous }),
  }
}

function writeUrl(
  session: CallSession,
  draft: Draft,
  { vendorPath, query, unfilled }: { vendorPath: string; query: readonly (readonly [string, string])[]; unfilled: Unfilled },
): string {
  const { path, secretPlaces } = draft
  const isAbsolute = /^https?:\/\//i.test(vendorPath)
  const baseUrl = isAbsolute ? '' : readBaseUrl(session.configuration)
  return buildUrl({ baseUrl, ...guardConfiguration(session), vendorPath, path, secretPlaces, query }, unfilled)
}

function writeAuthorization(credential: Credential): string | undefined {
  if (credential.kind === 'bearer') return credential.header === undefined ? authorizeBearer(credential) : undefined
  return credential.kind === 'basic' ? authorizeBasic(credential) : undefined
}

function groupPairs(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const groups = new Map<string, string | string[]>()
  for (const [name, value] of pairs) {
    const present = groups.get(name)
    groups.set(name, present === undefined ? value : [...[present].flat(), value])
  }
  return Object.fromEntries(groups)
}

function flattenPairs(parameters: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((one) => one !== undefined && one !== null)
      .map((one): [string, string] => [name, typeof one === 'object' ? JSON.stringify(one) : String(one)]),
  )
}
