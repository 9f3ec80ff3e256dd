/** Reading a vendor's body: whole and bounded, or handed on as a stream; either way decompressed. */
import { pipeline, type Readable } from 'node:stream'
import { promisify } from 'node:util'
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  gunzip,
  inflate,
  zstdDecompress,
} from 'node:zlib'
import { EgressError } from './egress-error.ts'

const inflaters = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress, zstd: zstdDecompress } as const
const streams = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
} as const

type Coding = keyof typeof inflaters

export function codingOf(contentEncoding: string | undefined): Coding | undefined {
  const name = contentEncoding?.trim().toLowerCase()
  return name !== undefined && Object.hasOwn(inflaters, name) ? (name as Coding) : undefined
}

/** Reads a body to its end; throws vendor-unreadable (502) beyond `limit` bytes, before or after decompression. */
export async function readWhole(body: Readable, limit: number, coding: Coding | undefined): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) {
      body.destroy()
      throw createTooLarge(limit)
    }
    chunks.push(chunk)
  }
  const whole = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
  if (coding === undefined || whole.length === 0) return whole
  try {
    return await promisify(inflaters[coding] as typeof gunzip)(whole, { maxOutputLength: limit })
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw createTooLarge(limit)
    throw new EgressError('vendor-unreadable', { params: { reason: `it is not valid ${coding}` }, cause: error }, { maybeSent: true })
  }
}

/** The body as a stream of decompressed bytes; an error of the source ends it, and harms nobody when it is not read. */
export function openDecoded(body: Readable, coding: Coding | undefined): Readable {
  if (coding === undefined) return body
  const decoder = streams[coding]()
  decoder.on('error', () => {})
  return pipeline(body, decoder, () => {})
}

export function createTooLarge(limit: number): EgressError {
  const reason = `it is larger than ${Math.floor(limit / 1024 / 1024)} MB`
  return new EgressError('vendor-unreadable', { params: { reason } }, { maybeSent: true })
}
