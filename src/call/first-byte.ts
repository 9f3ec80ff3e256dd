/** What a vendor sends as a stream has begun before the client's answer does: what breaks earlier is told as a failure of the vendor. */
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { toEgressError } from '../lib/egress/egress-error.ts'
import { defaultTimeouts } from '../lib/egress.ts'
import { OctetError } from '../lib/errors.ts'

/** True when the first byte is there, false when the stream ends without one. Throws vendor-unreachable or vendor-timeout (502) when it breaks off before. */
export function awaitFirstByte(stream: Readable): Promise<boolean> {
  return tellBreaks(async () => {
    if (stream.errored) throw stream.errored
    if (stream.readableLength > 0) return true
    if (stream.readableEnded) return false
    const decided = new AbortController()
    const heard = ['readable', 'end'].map((name) => once(stream, name, { signal: decided.signal }))
    try {
      await Promise.race(heard)
    } finally {
      // Those that are still waiting are told to stop, and nobody is interested in that.
      for (const each of heard) each.catch(() => {})
      decided.abort()
    }
    return stream.readableLength > 0
  })
}

/** Does what reads a stream; its breaking off is a failure of the vendor (502). */
export async function tellBreaks<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof OctetError ? error : toEgressError(error, defaultTimeouts)
  }
}
