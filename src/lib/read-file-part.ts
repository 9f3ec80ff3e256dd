/** Reads one file of a multipart/form-data request (RFC 7578), whole: for files that are small and needed at once. */
import type { Readable } from 'node:stream'
import { Busboy, type BusboyConfig } from '@fastify/busboy'
import { createError, type OctetError } from './errors.ts'

export interface FilePartOptions {
  /** Most bytes. */
  readonly largest: number
  /** The part's name; a part of that name is a file, whether it says so or not. Default: the first file, whatever it is called. */
  readonly name?: string
  /** The error of a body that is damaged; `reason` completes "… cannot be read:". */
  readonly refuse: (reason: string, cause?: unknown) => OctetError
}

/** The bytes of the file; undefined when there is none. Rejects with what `refuse` makes, or body-too-large (413). */
export function readFilePart(source: Readable, contentType: string, options: FilePartOptions): Promise<Buffer | undefined> {
  const { largest, name, refuse } = options
  const parser = openParser(contentType, options)
  return new Promise((resolve, reject) => {
    let found: Buffer | undefined
    let taken = false
    const fail = (error: OctetError) => {
      source.unpipe(parser)
      source.resume()
      reject(error)
    }
    const breakOff = (error: unknown) => fail(refuse('the multipart body ends early or is damaged', error))
    parser.on('file', (field, stream) => {
      // A part that breaks off says so itself, also one that nobody reads; an error without a listener would end the process.
      stream.on('error', breakOff)
      if (taken || (name !== undefined && field !== name)) return void stream.resume()
      taken = true
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => fail(createError('body-too-large', { params: { limit: describeLimit(largest) } })))
      stream.on('end', () => {
        found = Buffer.concat(chunks)
      })
    })
    parser.on('error', breakOff)
    parser.on('finish', () => resolve(found))
    source.on('error', (error) => reject(error))
    source.pipe(parser)
  })
}

function openParser(contentType: string, { largest, name, refuse }: FilePartOptions): InstanceType<typeof Busboy> {
  const config: BusboyConfig = {
    headers: { 'content-type': contentType },
    // Some clients give no file name.
    ...(name === undefined ? {} : { isPartAFile: () => true }),
    limits: { files: 20, fileSize: largest },
  }
  try {
    return new Busboy(config)
  } catch (error) {
    throw refuse(`it is no multipart/form-data: ${(error as Error).message}`, error)
  }
}

function describeLimit(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`
}
