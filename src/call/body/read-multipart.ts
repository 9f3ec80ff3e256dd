/** A multipart body as it arrives → its fields up to the first file, that file as a stream, and what follows behind it. Nothing of a file is kept. */
import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { createError, type OctetError } from '../../lib/errors.ts'
import type { MultipartFile, MultipartPart } from './multipart-part.ts'

/** Bytes where a size is meant. The door bounds the body as a whole. */
const limits = { fieldNameSize: 1000, fieldSize: 1024 * 1024, fields: 1000, files: 100, parts: 1000, headerPairs: 100, headerSize: 16_384 }

export type MultipartValues = Readonly<Record<string, string | readonly string[] | MultipartFile>>

/**
 * Reads up to the first file: a field that comes behind it is not among the values, but follows the file. A repeated field is a list.
 * Throws invalid-body (400) for what is no multipart body or beyond its limits; the same errors come out of the file's stream later.
 */
export async function readMultipart(stream: Readable, contentType: string): Promise<MultipartValues> {
  const values = new Map<string, string | string[] | MultipartFile>()
  const parts = readParts(stream, contentType)
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value
    if (part.kind === 'file') {
      values.set(part.name, { ...part, following: parts })
      break
    }
    const earlier = values.get(part.name)
    if (earlier === undefined) values.set(part.name, part.value)
    else if (Array.isArray(earlier)) earlier.push(part.value)
    else values.set(part.name, [earlier as string, part.value])
  }
  // Object.fromEntries defines members: a part named __proto__ is one like any other.
  return Object.fromEntries(values)
}

/** The parts in order; a file that is not read to its end holds up the rest. */
async function* readParts(stream: Readable, contentType: string): AsyncGenerator<MultipartPart, undefined> {
  const parser = createParser(contentType)
  const queue: MultipartPart[] = []
  let ended = false
  let open: Readable | undefined
  let failure: OctetError | undefined
  let wake = (): void => {}
  const fail = (error: OctetError): void => {
    failure ??= error
    // The parser leaves a file that breaks off without an end.
    open?.destroy(error)
    stream.unpipe(parser)
    wake()
  }
  parser.on('field', (name, value, nameTruncated, valueTruncated) => {
    if (nameTruncated || valueTruncated) return fail(createLimitError('a field is too large'))
    queue.push({ kind: 'field', name, value })
    wake()
  })
  parser.on('file', (name, file, filename, _encoding, mimeType) => {
    open = file
    file.on('error', (error) => fail(createBroken(error)))
    queue.push({ kind: 'file', name, filename, contentType: mimeType, stream: file })
    wake()
  })
  for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(event, () => fail(createLimitError('it has too many parts')))
  }
  parser.on('error', (error) => fail(createBroken(error)))
  parser.on('finish', () => {
    ended = true
    wake()
  })
  stream.once('error', (error) => {
    fail(createBroken(error))
    parser.destroy(error)
  })
  stream.pipe(parser)
  try {
    while (true) {
      while (queue.length > 0 && failure === undefined) yield queue.shift()!
      if (failure !== undefined) throw failure
      if (ended) return undefined
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    if (!ended) stream.destroy()
  }
}

function createParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits })
  } catch (error) {
    throw createBroken(error)
  }
}

/** The error of a body that is no whole multipart body (400). */
export function createBroken(cause: unknown): OctetError {
  const reason = cause instanceof Error ? cause.message.slice(0, 100) : 'it ended early'
  return createError('invalid-body', { params: { reason: `it is not a whole multipart body (${reason})` }, cause })
}

function createLimitError(reason: string): OctetError {
  return createError('invalid-body', { params: { reason } })
}
