/** Reads the one file of a multipart/form-data request (RFC 7578), whole: definitions are small and parsed at once. */
import type { Readable } from 'node:stream'
import { Busboy, type BusboyConfig } from '@fastify/busboy'
import { createError, type OctetError } from '../../lib/errors.ts'
import type { Body } from '../../lib/hub-request.ts'

type Parser = InstanceType<typeof Busboy>

/** Bytes of a definition. */
const largest = 4 * 1024 * 1024

/** The text (UTF-8, without a byte order mark) of the part called `file`. Throws unsupported-media-type (415), definition-unreadable (400), body-too-large (413). */
export async function readUpload(body: Body): Promise<string> {
  const contentType = body.kind === 'stream' ? body.contentType : body.kind === 'json' ? 'application/json' : 'nothing'
  if (body.kind !== 'stream' || !/^multipart\/form-data\s*;/i.test(contentType)) {
    throw createError('unsupported-media-type', { params: { contentType, expected: 'multipart/form-data with the definition as file' } })
  }
  return collectFile(openParser(contentType), body.stream)
}

function openParser(contentType: string): Parser {
  const config: BusboyConfig = {
    headers: { 'content-type': contentType },
    // Some clients give no file name.
    isPartAFile: () => true,
    limits: { files: 20, fileSize: largest },
  }
  try {
    return new Busboy(config)
  } catch (error) {
    throw createUnreadable(`it is no multipart/form-data: ${(error as Error).message}`, error)
  }
}

function collectFile(parser: Parser, source: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text: string | undefined
    const fail = (error: OctetError) => {
      source.unpipe(parser)
      source.resume()
      reject(error)
    }
    const breakOff = (error: unknown) => fail(createUnreadable('the multipart body ends early or is damaged', error))
    parser.on('file', (field, stream) => {
      // A part that breaks off says so itself, also one that nobody reads; an error without a listener would end the process.
      stream.on('error', breakOff)
      if (field !== 'file') return void stream.resume()
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => fail(createError('body-too-large', { params: { limit: `${largest / 1024 / 1024} MB` } })))
      stream.on('end', () => {
        text = Buffer.concat(chunks)
          .toString('utf8')
          .replace(/^\uFEFF/, '')
      })
    })
    parser.on('error', breakOff)
    parser.on('finish', () => (text === undefined ? fail(createUnreadable('the request has no part named file')) : resolve(text)))
    source.on('error', (error) => reject(error))
    source.pipe(parser)
  })
}

function createUnreadable(reason: string, cause?: unknown): OctetError {
  return createError('definition-unreadable', { params: { reason }, cause })
}
