/** Reads XML without holding up other calls: short documents at once, others in threads, one of an account at a time. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { parseXml, UnreadableXml } from './read-xml.ts'
import type { XmlReply } from './xml-thread.ts'

export interface XmlReader {
  /** As `parseXml` reads it. Throws vendor-unreadable (502), naming the limit for what is too large or takes too long. */
  read(text: string, accountId: number): unknown
}

export interface XmlReaderLimits {
  /** Characters that are parsed at once, in well under 100 ms however they are arranged. */
  readonly short: number
  /** Milliseconds in a thread. */
  readonly time: number
  /** Megabytes of a thread. */
  readonly memory: number
  readonly threads: number
}

const defaults: XmlReaderLimits = { short: 30_000, time: 10_000, memory: 512, threads: 2 }

export function createXmlReader(limits: XmlReaderLimits = defaults): XmlReader {
  const idle: Worker[] = []
  const lines = new Map<number, Promise<unknown>>()
  const waiting: (() => void)[] = []
  let busy = 0

  async function readInThread(text: string): Promise<unknown> {
    if (busy >= limits.threads) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy++
    const thread = idle.pop() ?? openThread(limits)
    try {
      const reply = await ask(thread, text, limits)
      idle.push(thread)
      if ('reason' in reply) throw new UnreadableXml(reply.reason, { isTooLarge: reply.isTooLarge })
      return JSON.parse(reply.json)
    } finally {
      const next = waiting.shift()
      if (next === undefined) busy--
      else next()
    }
  }

  return {
    read(text, accountId) {
      if (text.length <= limits.short) return parseXml(text)
      const before = lines.get(accountId) ?? Promise.resolve()
      const value = before.then(() => readInThread(text))
      const settled = value.then(
        () => {},
        () => {},
      )
      lines.set(accountId, settled)
      void settled.then(() => lines.get(accountId) === settled && lines.delete(accountId))
      return value
    },
  }
}

function openThread({ memory }: XmlReaderLimits): Worker {
  const thread = new Worker(new URL('./xml-thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: memory } })
  // One that ends while nobody asks it anything is replaced when somebody does.
  thread.on('error', () => {})
  return thread
}

/** A thread that fails is ended; one that answered waits for the next document without keeping the process alive. */
async function ask(thread: Worker, text: string, { time, memory }: XmlReaderLimits): Promise<XmlReply> {
  thread.ref()
  try {
    const answer = once(thread, 'message', { signal: AbortSignal.timeout(time) })
    thread.postMessage(text)
    const [reply] = (await answer) as [XmlReply]
    thread.unref()
    return reply
  } catch (error) {
    await thread.terminate()
    const { name, code } = error as NodeJS.ErrnoException
    if (name === 'AbortError') throw new UnreadableXml(`parsing it takes longer than ${time / 1000} s`, { isTooLarge: true })
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') throw new UnreadableXml(`parsing it takes more than ${memory} MB`, { isTooLarge: true })
    throw error
  }
}
