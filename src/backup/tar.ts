/** Tar archives (POSIX ustar) of plain files, written and read entry by entry: whatever reads tar can look into a backup. */
import { StoreError } from '../store/store-error.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'

export interface Entry {
  readonly name: string
  readonly data: Buffer
  /** The bytes of the entry as they stand in the archive. */
  readonly blocks: readonly Buffer[]
}

const blockBytes = 512
/** Nothing that we write is as large; a size beyond it is damage, and is not read into memory. */
const largestEntryBytes = 64 * 1024 * 1024

/** What ends an archive. */
export const endOfTar = Buffer.alloc(2 * blockBytes)

/** The bytes of one file in an archive; `name` has at most 100 bytes, `time` is in epoch ms. Throws a RangeError otherwise. */
export function writeEntry(name: string, data: Buffer, time: number): Buffer[] {
  if (Buffer.byteLength(name) > 100 || data.length > largestEntryBytes) throw new RangeError(`${name} does not fit into an archive`)
  const head = Buffer.alloc(blockBytes)
  head.write(name, 0)
  head.write('0000600\0', 100)
  for (const place of [108, 116]) head.write('0000000\0', place)
  head.write(`${toOctal(data.length, 11)}\0`, 124)
  head.write(`${toOctal(Math.floor(time / 1000), 11)}\0`, 136)
  head.write('0', 156)
  head.write('ustar\x0000', 257)
  head.write(`${toOctal(sumHead(head), 6)}\0 `, 148)
  return [head, data, Buffer.alloc(paddingOf(data.length))]
}

/** The entries of an archive. Throws a `StoreError` where it is not one, or ends before its end. */
export async function* readEntries(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const reader = createByteReader(source)
  for (;;) {
    const head = await take(reader, blockBytes)
    if (head.every((byte) => byte === 0)) break
    const { name, size } = readHead(head)
    const data = await take(reader, size)
    const padding = await take(reader, paddingOf(size))
    yield { name, data, blocks: [head, data, padding] }
  }
  // To the very end: only there does the compression check its sum.
  for (let rest = await reader.takeAny(); rest !== undefined; rest = await reader.takeAny()) {
    if (!rest.every((byte) => byte === 0)) throw new StoreError('something follows the end of the archive')
  }
}

async function take(reader: ByteReader, size: number): Promise<Buffer> {
  const bytes = await reader.take(size)
  if (bytes === undefined) throw new StoreError('it ends before its end')
  return bytes
}

function readHead(head: Buffer): { name: string; size: number } {
  const text = (start: number, length: number) => head.toString('utf8', start, start + length).replace(/\0.*$/s, '')
  const size = Number.parseInt(text(124, 12), 8)
  if (text(257, 6) !== 'ustar' || Number.parseInt(text(148, 8), 8) !== sumHead(head) || !(size <= largestEntryBytes))
    throw new StoreError('it is no tar archive, or is damaged')
  return { name: text(0, 100), size }
}

/** The field of the sum counts as blanks. */
function sumHead(head: Buffer): number {
  let sum = 8 * 32
  for (const [index, byte] of head.entries()) if (index < 148 || index >= 156) sum += byte
  return sum
}

function paddingOf(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes
}

function toOctal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}
