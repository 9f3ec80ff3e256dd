/** Reads a backup from its file, in order, and answers for it: what is damaged, cut short or somebody else's is refused in words. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { codeOf, messageOf, StoreError } from '../store/store-error.ts'
import { type End, endName, type Head, headName, parseEnd, parseHead, readPieceName } from './format.ts'
import { readEntries } from './tar.ts'

export type Part =
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'rows'; readonly table: string; readonly data: Buffer }
  | { readonly kind: 'end'; readonly end: End }

/** The parts of a backup: the head, rows in the order of the head's tables, the end. Throws a `StoreError` at the first thing that is wrong. */
export async function* readArchive(file: string): AsyncGenerator<Part> {
  try {
    yield* readParts(unzip(file))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new StoreError(`There is no file ${file}.`, { cause: error })
    throw new StoreError(`${file} is not a whole backup: ${messageOf(error)}.`, { cause: error })
  }
}

/** Reads a backup to its end and gives what it says of itself. Throws a `StoreError` when anything in it is wrong. */
export async function verifyArchive(file: string): Promise<Head> {
  let head: Head | undefined
  for await (const part of readArchive(file)) if (part.kind === 'head') head = part.head
  return head!
}

function unzip(file: string): AsyncIterable<Buffer> {
  // Whoever reads hears of errors; the callback is only there because a pipeline asks for one.
  return pipeline(createReadStream(file), createGunzip({ chunkSize: 256 * 1024 }), () => undefined)
}

async function* readParts(source: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const hash = createHash('sha256')
  let head: Head | undefined
  let end: End | undefined
  let position = 0
  for await (const { name, data, blocks } of readEntries(source)) {
    if (end !== undefined) throw new StoreError(`${name} stands after ${endName}`)
    if (name === endName && head !== undefined) {
      end = parseEnd(data)
      if (hash.digest('hex') !== end.sha256) throw new StoreError('its contents and its checksum differ')
      continue
    }
    for (const block of blocks) hash.update(block)
    if (head === undefined) {
      if (name !== headName) throw new StoreError(`it begins with ${name}, where ${headName} is expected`)
      head = parseHead(data)
      yield { kind: 'head', head }
      continue
    }
    const table = readPieceName(name)
    position = head.tables.findIndex((shape, index) => index >= position && shape.name === table)
    if (table === undefined || position < 0) throw new StoreError(`${name} is not expected where it stands`)
    yield { kind: 'rows', table, data }
  }
  if (end === undefined) throw new StoreError(`it has no ${endName}`)
  yield { kind: 'end', end }
}
