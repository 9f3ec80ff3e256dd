/** Takes bytes from a stream in the portions that the reader wants, holding no more than one portion and one chunk. */

export interface ByteReader {
  /** Exactly so many bytes; undefined when the stream ends before. */
  take(size: number): Promise<Buffer | undefined>
  /** Whatever comes next; undefined at the end. */
  takeAny(): Promise<Buffer | undefined>
}

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let size = 0
  const pull = async () => {
    const { done, value } = await iterator.next()
    if (done) return false
    held.push(value)
    size += value.length
    return true
  }
  return {
    async take(wanted) {
      while (size < wanted) if (!(await pull())) return undefined
      const all = held.length === 1 ? held[0]! : Buffer.concat(held)
      held = [all.subarray(wanted)]
      size -= wanted
      return all.subarray(0, wanted)
    },
    async takeAny() {
      if (size === 0 && !(await pull())) return undefined
      const any = Buffer.concat(held)
      held = []
      size = 0
      return any
    },
  }
}
