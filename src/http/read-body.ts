/** Reads request bodies, after the credentials were checked: JSON whole and parsed once, everything else as a bounded stream. */
import { type Readable, Transform } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { createError, OctetError } from '../lib/errors.ts'
import { type Body, emptyBody } from '../lib/hub-request.ts'
import { describeSize, doorLimits } from './door-limits.ts'

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/**
 * The body of a request, whatever its verb. Absent, blank and literal `null` bodies are empty, also when a Content-Type came along (contract 1.10).
 * A body without a Content-Type is read as JSON. 400 invalid-json, 413 body-too-large.
 */
export async function readBody(request: FastifyRequest): Promise<Body> {
  const stream = request.body as Readable | undefined | null
  if (stream === undefined || stream === null) return emptyBody
  const contentType = request.headers['content-type']
  const length = request.headers['content-length'] === undefined ? undefined : Number(request.headers['content-length'])
  if (length === 0) return emptyBody
  if (contentType === undefined || json.test(contentType)) return parseJson(await readAll(stream, length))
  if (length !== undefined && length > doorLimits.uploadBody) throw tooLarge(doorLimits.uploadBody)
  const bounded = boundStream(stream)
  return length === undefined ? { kind: 'stream', stream: bounded, contentType } : { kind: 'stream', stream: bounded, contentType, length }
}

async function readAll(stream: Readable, length: number | undefined): Promise<Buffer> {
  if (length !== undefined && length > doorLimits.jsonBody) throw tooLarge(doorLimits.jsonBody)
  const chunks: Buffer[] = []
  let size = 0
  try {
    // Without destroying on an early end: the socket must live to carry the 413.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > doorLimits.jsonBody) throw tooLarge(doorLimits.jsonBody)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof OctetError ? error : createError('invalid-body', { params: { reason: 'the request ended early' }, cause: error })
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)
}

/** Parses JSON text; blank text and `null` are an empty body. The error names the position, never the text, which may hold a secret. */
export function parseJson(bytes: Buffer): Body {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') return emptyBody
  try {
    const value: unknown = JSON.parse(text)
    return value === null ? emptyBody : { kind: 'json', value }
  } catch (error) {
    const position = /at position \d+/.exec((error as Error).message)?.[0]
    throw createError('invalid-json', { params: { reason: position === undefined ? 'unexpected text' : `unexpected text ${position}` } })
  }
}

function boundStream(stream: Readable): Readable {
  let size = 0
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > doorLimits.uploadBody) done(tooLarge(doorLimits.uploadBody))
      else done(null, chunk)
    },
  })
  stream.once('error', (error) => bounded.destroy(error))
  stream.once('aborted', () => bounded.destroy(new Error('The client ended the upload early')))
  return stream.pipe(bounded)
}

function tooLarge(limit: number): OctetError {
  return createError('body-too-large', { params: { limit: describeSize(limit) } })
}
