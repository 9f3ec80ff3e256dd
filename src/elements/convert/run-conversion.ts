/** Runs conversions, each in a thread of its own: a definition of a few megabytes takes seconds, and others are to be answered meanwhile. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { createError } from '../../lib/errors.ts'
import type { ConversionReply, ConversionTask } from './convert-thread.ts'

export interface ConversionLimits {
  /** Milliseconds. */
  readonly time: number
  /** Megabytes. */
  readonly memory: number
  /** Conversions at a time, of all accounts; an account has one. */
  readonly atOnce: number
}

export interface ConversionRunner {
  /**
   * The element's JSON (UTF-8). Throws definition-unreadable (400) for what cannot be converted, or not within the limits;
   * too-many-calls (429) while the account converts another, or too many others convert.
   */
  run(task: ConversionTask, accountId: number): Promise<Buffer>
}

const defaults: ConversionLimits = { time: 20_000, memory: 512, atOnce: 3 }

export function createConversionRunner(limits: ConversionLimits = defaults): ConversionRunner {
  const running = new Set<number>()
  return {
    async run(task, accountId) {
      if (running.has(accountId)) throw createBusy('this account')
      if (running.size >= limits.atOnce) throw createBusy('this server')
      running.add(accountId)
      try {
        return await convertInThread(task, limits)
      } finally {
        running.delete(accountId)
      }
    },
  }
}

async function convertInThread(task: ConversionTask, { time, memory }: ConversionLimits): Promise<Buffer> {
  const thread = new Worker(new URL('./convert-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memory },
  })
  try {
    const [reply] = (await once(thread, 'message', { signal: AbortSignal.timeout(time) })) as [ConversionReply]
    if ('refusal' in reply) throw createRefusal(reply.refusal)
    return Buffer.from(reply.json.buffer)
  } catch (error) {
    const { name, code } = error as NodeJS.ErrnoException
    if (name === 'AbortError') throw createRefusal(`it takes longer than ${time / 1000} s`)
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') throw createRefusal(`it takes more than ${memory} MB of memory`)
    throw error
  } finally {
    await thread.terminate()
  }
}

function createRefusal(reason: string) {
  return createError('definition-unreadable', { params: { reason } })
}

function createBusy(scope: string) {
  return createError('too-many-calls', { params: { scope: `conversions of ${scope}`, seconds: 5 }, headers: { 'retry-after': '5' } })
}
