/** LISTEN on one connection of its own, which comes back by itself. What was missed in between is never delivered: hence the gap. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connectClient } from './connections.ts'

/** `lost`: from now on notifications are missed. `restored`: they come again; what was remembered since before must be read anew. */
export type Gap = 'lost' | 'restored'

export interface Listener {
  /** Resolves when the channel is heard. The listener gets the payload of each notification. */
  listen(channel: string, fn: (payload: string) => void): Promise<void>
  onGap(fn: (gap: Gap) => void): void
  /** False between `lost` and `restored`. */
  isListening(): boolean
  close(): Promise<void>
}

export interface ListenerOptions {
  readonly url: string
  readonly onError: (error: Error) => void
  /** Run on each new connection before it listens. */
  readonly onConnect?: (client: pg.Client) => Promise<void>
  /** A connection can be dead without anybody saying so; how often to ask. Default 5 s. */
  readonly heartbeatMs?: number
  /** How long an answer may take. Default 3 s. */
  readonly answerMs?: number
}

/** Also bounds how long a process that lives may seem to be gone (`presence.ts`). */
const longestPauseMs = 1_000

/** Connects; rejects when the first connection fails. Later ones are tried until they succeed or the listener is closed. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const heartbeatMs = options.heartbeatMs ?? 5_000
  const channels = new Map<string, ((payload: string) => void)[]>()
  const gapListeners: ((gap: Gap) => void)[] = []
  const closing = new AbortController()
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let reconnecting = false

  async function connect(): Promise<void> {
    const next = await connectClient(options.url, { TimeZone: 'UTC' }, options.answerMs ?? 3_000)
    let ended = false
    next.on('end', () => {
      ended = true
      lose(next, new Error('The LISTEN connection ended'))
    })
    next.on('error', (error) => lose(next, error))
    next.on('notification', ({ channel, payload }) => {
      for (const fn of channels.get(channel) ?? []) fn(payload ?? '')
    })
    try {
      await options.onConnect?.(next)
      for (const channel of channels.keys()) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      if (ended) throw new Error('The LISTEN connection ended before it listened')
    } catch (error) {
      void next.end().catch(() => undefined)
      throw error
    }
    if (closing.signal.aborted) return next.end()
    client = next
    timer = setInterval(() => void beat(next), heartbeatMs)
    timer.unref()
  }

  async function beat(current: pg.Client): Promise<void> {
    await current.query('SELECT 1').catch(() => lose(current, new Error('The LISTEN connection does not answer')))
  }

  function lose(broken: pg.Client, error: Error): void {
    if (client !== broken || closing.signal.aborted) return
    client = undefined
    clearInterval(timer)
    void broken.end().catch(() => undefined)
    options.onError(error)
    for (const fn of gapListeners) fn('lost')
    if (!reconnecting) void reconnect()
  }

  async function reconnect(): Promise<void> {
    reconnecting = true
    for (let pause = 50; client === undefined && !closing.signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined)
      if (!closing.signal.aborted) await connect().catch(options.onError)
    }
    reconnecting = false
    if (!closing.signal.aborted) for (const fn of gapListeners) fn('restored')
  }

  await connect()
  return {
    async listen(channel, fn) {
      const known = channels.get(channel)
      channels.set(channel, [...(known ?? []), fn])
      // When it fails, the connection is broken, and the next one listens to every channel.
      if (known === undefined) await client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`).catch(options.onError)
    },
    onGap: (fn) => void gapListeners.push(fn),
    isListening: () => client !== undefined,
    async close() {
      closing.abort()
      clearInterval(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
