/** Collects a body in memory: at most so many bytes, at most so long. The socket stays, so that it can carry the refusal. */
import type { Readable } from 'node:stream'
import { createError, type OctetError } from '../lib/errors.ts'

export interface Collection {
  /** Bytes. */
  readonly limit: number
  /** Milliseconds until the last byte. */
  readonly patience: number
  readonly createTooLarge: () => OctetError
  /** Told each number of bytes that arrived; may throw. */
  readonly take: (bytes: number) => void
}

/** Resolves with all bytes. Rejects with what `createTooLarge` makes, what `take` throws, body-too-slow (408), invalid-body (400) when the body ends early. */
export function collectBytes(stream: Readable, { limit, patience, createTooLarge, take }: Collection): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => {
      stop(createError('body-too-slow', { params: { limit: `${patience / 1000} s` }, headers: { connection: 'close' } }))
    }, patience)
    const onData = (chunk: Buffer) => {
      size += chunk.length
      try {
        if (size > limit) throw createTooLarge()
        take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        stop(error)
      }
    }
    const onEnd = () => {
      leave()
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size))
    }
    const onBreak = (cause?: unknown) => stop(createError('invalid-body', { params: { reason: 'the request ended early' }, cause }))
    const leave = () => {
      clearTimeout(timer)
      stream.off('data', onData).off('end', onEnd).off('close', onBreak)
    }
    // What still arrives after that is not kept.
    const stop = (error: unknown) => {
      leave()
      stream.resume()
      reject(error)
    }
    if (stream.destroyed) return onBreak()
    // Stays: an error that comes after the refusal is nobody's.
    stream.on('error', onBreak)
    stream.on('close', onBreak).on('end', onEnd).on('data', onData)
  })
}
