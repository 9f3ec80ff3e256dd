/**
 * What is behind a secret, remembered by the secret's hash. Any change of a secret, user or account in any process empties the memory:
 * filling it again costs one statement for all who call at that moment. Nothing is remembered about unknown secrets.
 */
import { LRUCache } from 'lru-cache'
import type { Database } from '../store/database.ts'
import { type Channel, channels } from '../store/tables.ts'
import { createBatchedLookup, type FetchMany } from './batched-lookup.ts'

export interface SecretMemory<V extends object | number> {
  /** From memory, which is empty while notifications are missed: nothing remembered could be trusted then. */
  peek(key: string): V | undefined
  /** From the database; undefined when the secret is nobody's. */
  find(key: string): Promise<V | undefined>
  /** Empties it at once, where a notification would come a moment later. */
  forget(): void
}

export interface SecretMemoryOptions<V> {
  /** Most secrets remembered. */
  readonly size: number
  readonly fetchMany: FetchMany<V>
  /** What else empties it. */
  readonly channels?: readonly Channel[]
}

/** Creates a memory over `fetchMany`; resolves once changes are heard. */
export async function createSecretMemory<V extends object | number>(
  database: Database,
  { size, fetchMany, channels: more = [] }: SecretMemoryOptions<V>,
): Promise<SecretMemory<V>> {
  const remembered = new LRUCache<string, V>({ max: size })
  let changes = 0
  const forget = () => {
    changes++
    remembered.clear()
  }
  for (const channel of [channels.secrets, ...more]) await database.listen(channel, forget)
  database.onGap(forget)

  const find = createBatchedLookup<V>(async (keys) => {
    const before = changes
    const found = await fetchMany(keys)
    // What was read before a change may not be remembered after it.
    if (before === changes && database.isListening()) for (const [key, value] of found) remembered.set(key, value)
    return found
  })
  return { peek: (key) => remembered.get(key), find, forget }
}
