/** Values → a `multipart/form-data` body (RFC 7578), files streamed. A boundary nobody can guess: no file ends its part. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { OctetError } from '../../lib/errors.ts'
import type { Body } from '../../lib/hub-request.ts'
import { isMultipartFile, type MultipartFile } from './multipart-part.ts'
import { createBroken } from './read-multipart.ts'

type WrittenBody = Extract<Body, { kind: 'text' | 'stream' }>

/**
 * Writes values by name: lists repeat their name, other objects are JSON, null and undefined are left out. What follows a file of an incoming body goes
 * behind it, under the names that `rename` gives (undefined: left out); without it under its own.
 */
export function writeMultipart(
  values: Readonly<Record<string, unknown>>,
  rename: (name: string) => string | undefined = (name) => name,
): WrittenBody {
  const boundary = `octet-${randomUUID()}`
  const contentType = `multipart/form-data; boundary=${boundary}`
  const entries = Object.entries(values).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((member) => [name, member]) : [[name, value]],
  )
  const present = entries.filter(([, value]) => value !== null && value !== undefined) as [string, unknown][]
  // Files come last: the end of one brings what followed it.
  const files = present.filter((entry): entry is [string, MultipartFile] => isMultipartFile(entry[1]))
  const texts = present.filter(([, value]) => !isMultipartFile(value)).map(([name, value]) => writeField(boundary, name, value))
  if (files.length === 0) return { kind: 'text', text: `${texts.join('')}--${boundary}--\r\n`, contentType }
  return { kind: 'stream', stream: Readable.from(generate(boundary, { texts, files, rename }), { objectMode: false }), contentType }
}

interface Contents {
  readonly texts: readonly string[]
  readonly files: readonly (readonly [string, MultipartFile])[]
  readonly rename: (name: string) => string | undefined
}

async function* generate(boundary: string, { texts, files, rename }: Contents): AsyncGenerator<Uint8Array> {
  yield Buffer.from(texts.join(''))
  for (const [name, file] of files) {
    yield* writeFile(boundary, name, file)
    for await (const part of file.following ?? []) {
      const renamed = rename(part.name)
      if (part.kind === 'file' && renamed === undefined) part.stream.resume()
      else if (part.kind === 'file') yield* writeFile(boundary, renamed!, part)
      else if (renamed !== undefined) yield Buffer.from(writeField(boundary, renamed, part.value))
    }
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}

async function* writeFile(boundary: string, name: string, file: MultipartFile): AsyncGenerator<Uint8Array> {
  const filename = file.filename === undefined ? '' : `; filename="${escapeName(file.filename)}"`
  const type = /^[\w.+-]+\/[\w.+-]+(?:;[\x20-\x7e]*)?$/.test(file.contentType) ? file.contentType : 'application/octet-stream'
  yield Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"${filename}\r\nContent-Type: ${type}\r\n\r\n`,
  )
  try {
    yield* file.stream as AsyncIterable<Uint8Array>
  } catch (error) {
    // A file that breaks off says so in the parser's words first.
    throw error instanceof OctetError ? error : createBroken(error)
  }
  yield Buffer.from('\r\n')
}

function writeField(boundary: string, name: string, value: unknown): string {
  const [type, text] = typeof value === 'object' ? ['Content-Type: application/json\r\n', JSON.stringify(value)] : ['', String(value)]
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"\r\n${type}\r\n${text}\r\n`
}

/** As browsers do (WHATWG HTML, multipart/form-data encoding): nothing ends the quotes or the line. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
