/** The bodies clients send (contract 3.3), read leniently: unknown members are ignored, whole GET bodies come back with changes. */
import Type, { type Static } from 'typebox'
import { createError } from '../lib/errors.ts'
import type { Body } from '../lib/hub-request.ts'
import { parseId } from '../lib/ids.ts'
import { sanitiseText } from './sanitise.ts'

const orNull = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

export const instanceBodySchema = Type.Object({
  element: orNull(Type.Object({ key: orNull(Type.String()), id: orNull(Type.Union([Type.Number(), Type.String()])) })),
  providerData: orNull(Type.Record(Type.String(), Type.Unknown())),
  configuration: orNull(Type.Record(Type.String(), Type.Unknown())),
  tags: orNull(Type.Array(Type.String())),
  name: orNull(Type.String()),
  externalAuthentication: orNull(Type.String()),
  retrieveObjectsAfterInstantiation: orNull(Type.Union([Type.Boolean(), Type.String()])),
})

export type InstanceBody = Static<typeof instanceBodySchema>

export const configurationItemBodySchema = Type.Object({
  propertyValue: orNull(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
})

/** A body of create, replace or patch as the rules see it: absent members are undefined, texts are sanitised. */
export interface InstanceInput {
  readonly elementKeyOrId: string | number | undefined
  readonly name: string | undefined
  readonly tags: readonly string[] | undefined
  readonly configuration: Readonly<Record<string, unknown>>
  readonly code: string | undefined
  /** What the callback of OAuth 1.0a brought, with the secret of the first step. */
  readonly oauth1: { readonly token: string; readonly verifier: string; readonly secret: string } | undefined
  /** The query that the user came back with, as far as clients hand it on. */
  readonly callback: Readonly<Record<string, unknown>>
  /** As the callback brought it. */
  readonly state: string | undefined
  /** The OAuth proxy whose client is used (contract 4.7). */
  readonly proxyName: string | undefined
  /** The exchanges with the vendor are to be shown afterwards (contract 4.9). */
  readonly debug: boolean
  /** What the vendor sent to the callback instead of a code. */
  readonly denial: { readonly error: string; readonly description: string | undefined } | undefined
  readonly externalAuthentication: string | undefined
  readonly retrieveObjects: boolean
}

/** A body that says nothing. */
export const emptyInput: InstanceInput = {
  elementKeyOrId: undefined,
  name: undefined,
  tags: undefined,
  configuration: {},
  code: undefined,
  oauth1: undefined,
  callback: {},
  state: undefined,
  proxyName: undefined,
  debug: false,
  denial: undefined,
  externalAuthentication: undefined,
  retrieveObjects: false,
}

/** Reads a body that has passed the schema. Throws invalid-body (400) when there is none, or when its name or tags cannot be kept as they are. */
export function readInstanceBody(body: Body): InstanceInput {
  if (body.kind !== 'json' || typeof body.value !== 'object' || body.value === null) {
    throw createError('invalid-body', { params: { reason: 'expected a JSON object' } })
  }
  const sent = body.value as InstanceBody
  const data = sent.providerData ?? {}
  const name = sent.name == null ? undefined : readLabel('name', sent.name)
  const tags = sent.tags?.map((tag) => readLabel('a tag', tag)).filter((tag) => tag !== '')
  if (tags !== undefined && tags.length > mostTags) refuseBody(`expected at most ${mostTags} tags, got ${tags.length}`)
  return {
    elementKeyOrId: readElement(sent.element?.id ?? sent.element?.key ?? undefined),
    name: name || undefined,
    tags,
    configuration: sent.configuration ?? {},
    code: readText(data['code']),
    oauth1: readOAuth1(data),
    callback: data,
    state: readText(data['state']),
    proxyName: readProxyName({ ...sent, ...data }),
    debug: String(data['debug']) === 'true',
    denial: readDenial(data),
    externalAuthentication: sent.externalAuthentication ?? undefined,
    retrieveObjects: String(sent.retrieveObjectsAfterInstantiation) === 'true',
  }
}

/** Contract 4.3: `secret` is the one that GET /oauth/token gave. */
function readOAuth1(data: Readonly<Record<string, unknown>>): InstanceInput['oauth1'] {
  const [token, verifier, secret] = [readText(data['oauth_token']), readText(data['oauth_verifier']), readText(data['secret'])]
  return token === undefined || verifier === undefined || secret === undefined ? undefined : { token, verifier, secret }
}

/** The flag alone names no proxy (contract 3.3, 4.7; both spellings are seen). */
function readProxyName(sent: Readonly<Record<string, unknown>>): string | undefined {
  const isAsked = [sent['isOAuthProxy'], sent['isOauthProxy']].some((flag) => String(flag) === 'true')
  return isAsked ? readText(sent['oauthProxyName']) : undefined
}

const longestLabel = 255
const mostTags = 100

/** A name or a tag as plain text (contract 3.4). */
function readLabel(what: string, text: string): string {
  if (!text.isWellFormed()) refuseBody(`${what} holds half of a character (a lone surrogate)`)
  const label = sanitiseText(text)
  if (label.length > longestLabel) refuseBody(`${what} has ${label.length} characters; at most ${longestLabel} are kept`)
  return label
}

function refuseBody(reason: string): never {
  throw createError('invalid-body', { params: { reason } })
}

/** An id may come as a text of digits. */
function readElement(keyOrId: string | number | undefined): string | number | undefined {
  return (typeof keyOrId === 'string' ? parseId(keyOrId) : undefined) ?? (keyOrId || undefined)
}

/** Clients spread the callback's whole query into `providerData`; RFC 6749 §4.1.2.1 names its members. */
function readDenial(data: Readonly<Record<string, unknown>>): InstanceInput['denial'] {
  const error = readText(data['error'])
  return error === undefined ? undefined : { error: error.slice(0, 100), description: readText(data['error_description'])?.slice(0, 500) }
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
