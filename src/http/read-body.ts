/** Reads request bodies, after the credentials were checked: JSON whole and parsed once, everything else as a bounded stream. */
import { type Readable, Transform } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { createError, type OctetError } from '../lib/errors.ts'
import { type Body, emptyBody } from '../lib/hub-request.ts'
import { isDeeperThan } from '../lib/json-depth.ts'
import { createBodyBudget } from './body-budget.ts'
import { collectBytes } from './collect-bytes.ts'
import { type DoorLimits, describeSize } from './door-limits.ts'

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

export interface BodyReader {
  /**
   * The body of a request, whatever its verb. Absent, blank and literal `null` bodies are empty, also when a Content-Type came along (contract 1.10).
   * A body without a Content-Type is read as JSON. 400 invalid-json, 408 body-too-slow, 413 body-too-large, 415 unsupported-content-encoding, 429 too-many-calls.
   */
  read(request: FastifyRequest, holder: string): Promise<Body>
  /** The same where only JSON is understood (415 for anything else); `undefined`: the client has not said who it is and may send little. */
  readJson(request: FastifyRequest, holder: string | undefined): Promise<Body>
}

/** Creates the reader of a server; `holder` names whose memory a body takes while it arrives. */
export function createBodyReader(limits: DoorLimits): BodyReader {
  const budget = createBodyBudget({ own: limits.bodiesOfOne, all: limits.bodiesOfAll })

  async function readWhole(arrival: Arrival, holder: string, limit: number): Promise<Body> {
    const { stream, length } = arrival
    const createTooLarge = () => createError('body-too-large', { params: { limit: describeSize(limit) } })
    if (length !== undefined && length > limit) throw createTooLarge()
    const share = budget.open(holder)
    try {
      const bytes = await collectBytes(stream, { limit, patience: limits.jsonPatience, createTooLarge, take: share.take })
      return parseJson(bytes, limits.jsonDepth)
    } finally {
      share.close()
    }
  }

  return {
    async read(request, holder) {
      const arrival = openArrival(request)
      if (arrival === undefined) return emptyBody
      const { contentType, length, stream } = arrival
      if (isJson(contentType)) return readWhole(arrival, holder, limits.jsonBody)
      if (length !== undefined && length > limits.uploadBody) throw createUploadTooLarge(limits.uploadBody)
      const bounded = boundStream(stream, limits.uploadBody)
      return { kind: 'stream', stream: bounded, contentType, ...(length === undefined ? {} : { length }) }
    },
    async readJson(request, holder) {
      const arrival = openArrival(request)
      if (arrival === undefined) return emptyBody
      const { contentType } = arrival
      if (!isJson(contentType)) throw createError('unsupported-media-type', { params: { contentType, expected: 'application/json' } })
      return readWhole(arrival, holder ?? 'anybody', holder === undefined ? limits.anonymousBody : limits.jsonBody)
    },
  }
}

interface Arrival {
  readonly stream: Readable
  /** Empty when none was sent. */
  readonly contentType: string
  readonly length: number | undefined
}

/** The body that is on its way; undefined when there is none, whatever Content-Type and Content-Encoding say. Throws unsupported-content-encoding (415). */
function openArrival({ body, headers }: FastifyRequest): Arrival | undefined {
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
  if (body === undefined || body === null || length === 0) return undefined
  if (length === undefined && headers['transfer-encoding'] === undefined) return undefined
  const coding = headers['content-encoding'] ?? 'identity'
  if (coding !== 'identity') throw createError('unsupported-content-encoding', { params: { coding: coding.slice(0, 40) } })
  return { stream: body as Readable, contentType: headers['content-type'] ?? '', length }
}

function isJson(contentType: string): boolean {
  return contentType === '' || json.test(contentType)
}

/** Parses JSON text; blank text and `null` are an empty body. The error names the position, never the text, which may hold a secret. */
function parseJson(bytes: Buffer, deepest: number): Body {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') return emptyBody
  const value = parseText(text)
  if (isDeeperThan(value, deepest)) throw createError('invalid-json', { params: { reason: `it is nested deeper than ${deepest}` } })
  return value === null ? emptyBody : { kind: 'json', value }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const position = /at position \d+/.exec((error as Error).message)?.[0]
    throw createError('invalid-json', { params: { reason: position === undefined ? 'unexpected text' : `unexpected text ${position}` } })
  }
}

function boundStream(stream: Readable, limit: number): Readable {
  let size = 0
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > limit) done(createUploadTooLarge(limit))
      else done(null, chunk)
    },
  })
  // Whoever refuses a call reads nothing of its body and listens to nothing; a client that goes away then must not end the process.
  bounded.on('error', () => undefined)
  stream.once('error', (error) => bounded.destroy(error))
  if (stream.destroyed) bounded.destroy(new Error('The client ended the upload early'))
  stream.once('aborted', () => bounded.destroy(new Error('The client ended the upload early')))
  return stream.pipe(bounded)
}

function createUploadTooLarge(limit: number): OctetError {
  return createError('body-too-large', { params: { limit: describeSize(limit) } })
}
