/**
 * The only stage that touches the vendor. A credential that is due is renewed first, one that the vendor refuses (401) is renewed once and the
 * request sent again when its body still can be. Nothing else is repeated, except a GET on a connection that the vendor had already closed.
 */
import { EgressError, type EgressRequest, type EgressResponse } from '../lib/egress.ts'
import { OctetError } from '../lib/errors.ts'
import type { Body } from '../lib/hub-request.ts'
import { authorizeRequest } from './auth/authorize.ts'
import type { Budget } from './budget.ts'
import { sendMetered } from './send-metered.ts'
import type { CallInstance, CallParts, Credential, Values, VendorRequest } from './types.ts'

/** One hub call's dealings with the vendor; credential and configuration are the newest that this call knows of: renewals, hooks and answers change them. */
export interface CallSession {
  readonly parts: CallParts
  readonly instance: CallInstance
  readonly signal: AbortSignal | undefined
  readonly budget: Budget
  credential: Credential
  configuration: Values
}

/** Takes a renewed credential into use, with what it puts into the configuration (contract 4.5). */
function adopt(session: CallSession, credential: Credential): void {
  session.credential = credential
  if (credential.kind === 'bearer') session.configuration = { ...session.configuration, 'oauth.user.token': credential.token }
  if (credential.kind === 'custom') session.configuration = { ...session.configuration, ...credential.values }
}

/** A body that cannot be sent twice must not meet a 401: its credential is renewed this long before it is due (ms). */
const streamMargin = 60_000

/**
 * Sends one request with the instance's credential. `remake` builds it anew once a renewal has changed the configuration that it was made of.
 * Throws EgressError (400, 502), or what `renew` throws (401, 502).
 */
export async function sendToVendor(
  session: CallSession,
  request: VendorRequest,
  remake?: (() => Promise<VendorRequest>) | undefined,
): Promise<EgressResponse> {
  const replayable = request.body.kind !== 'stream'
  const isRenewed = await renewIfDue(session, replayable)
  const first = isRenewed && remake !== undefined && replayable ? await remake() : request
  const used = session.credential
  const response = await sendAs(session, first, used)
  if (response.status !== 401 || !isRenewable(used) || !replayable) return response
  const renewed = await renewOrKeep(session, used, response)
  if (renewed === undefined) return response
  adopt(session, renewed)
  return sendAs(session, remake === undefined ? request : await remake(), renewed)
}

type Renewable = Extract<Credential, { readonly generation: number }>

function isRenewable(credential: Credential): credential is Renewable {
  return credential.kind === 'bearer' || credential.kind === 'custom'
}

/** Renews a credential that is due; true when it did. One that a stream only wants fresh may be used as it is when nobody can be asked for another. */
export async function renewIfDue(session: CallSession, replayable: boolean): Promise<boolean> {
  const { credential } = session
  if (!isRenewable(credential) || credential.dueAt === undefined) return false
  const left = credential.dueAt - session.parts.clock()
  if (left > (replayable ? 0 : streamMargin)) return false
  try {
    adopt(session, await session.instance.renew(credential))
    return true
  } catch (error) {
    const isOutage = error instanceof OctetError && error.status === 502
    if (left <= 0 || !isOutage) throw error
    return false
  }
}

/** Undefined when there is no other credential: then the vendor's 401 is the answer, and its body must still be there. */
async function renewOrKeep(session: CallSession, used: Renewable, response: EgressResponse): Promise<Credential | undefined> {
  let renewed: Credential | undefined
  try {
    renewed = await session.instance.renew(used)
  } finally {
    if (!isSame(renewed, used)) await response.discard()
  }
  return isSame(renewed, used) ? undefined : renewed
}

function isSame(one: Credential | undefined, other: Renewable): boolean {
  if (one === other || one?.kind !== other.kind) return one === other
  return one.kind === 'bearer' && other.kind === 'bearer' ? one.token === other.token : (one as Renewable).generation === other.generation
}

function sendAs(session: CallSession, request: VendorRequest, credential: Credential): Promise<EgressResponse> {
  if (session.instance.element.quotas === undefined) return sendNow(session, request, credential)
  return sendMetered(session, request, () => sendNow(session, request, credential))
}

async function sendNow(session: CallSession, request: VendorRequest, credential: Credential): Promise<EgressResponse> {
  const headers = { ...request.headers }
  const body = writeBody(request.body, headers)
  const unsigned: EgressRequest = {
    method: request.method,
    url: request.url,
    headers,
    within: session.budget.within(),
    ...(body !== undefined && { body }),
    ...(session.signal !== undefined && { signal: session.signal }),
    ...(request.method === 'GET' && { redirect: 'follow' as const }),
  }
  const authorized = request.isAnonymous === true ? unsigned : authorizeRequest(credential, unsigned, session.parts.clock())
  const outgoing = authorized instanceof Promise ? await authorized : authorized
  try {
    return await session.parts.egress.send(outgoing)
  } catch (error) {
    // RFC 9110 §9.2.2: a safe request may be repeated when the connection ended before any answer.
    if (request.method === 'GET' && error instanceof EgressError && error.closedEarly) return session.parts.egress.send(outgoing)
    throw findOwnFault(error)
  }
}

/** A body that could not be sent because the client's own broke off, or is too large, is no failure of the vendor. */
function findOwnFault(error: unknown): unknown {
  const cause = error instanceof EgressError ? error.cause : undefined
  return cause instanceof OctetError && !(cause instanceof EgressError) ? cause : error
}

function writeBody(body: Body, headers: Record<string, string>): EgressRequest['body'] {
  switch (body.kind) {
    case 'empty':
      return undefined
    case 'json':
      headers['content-type'] ??= 'application/json'
      return JSON.stringify(body.value)
    case 'text':
      headers['content-type'] ??= body.contentType
      return body.text
    case 'stream':
      headers['content-type'] ??= body.contentType
      if (body.length !== undefined) headers['content-length'] = String(body.length)
      return body.stream
  }
}
