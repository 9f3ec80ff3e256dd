/** Small vendor lists, read when first needed and kept per instance for the time their element says. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import type { DirectoryCache } from './types.ts'

interface Entry {
  readonly value: unknown
  readonly until: number
}

export interface DirectoryCacheOptions {
  readonly clock: Clock
  /** Instances whose lists are kept; the one unused longest goes first. Default 5,000. */
  readonly instances?: number
}

/** Creates the cache. */
export function createDirectoryCache(options: DirectoryCacheOptions): DirectoryCache {
  const kept = new LRUCache<number, Map<string, Entry>>({ max: options.instances ?? 5000 })
  const loading = new Map<string, Promise<unknown>>()
  return {
    read<T>(instanceId: number, name: string, load: () => Promise<{ value: T; seconds: number }>): T | Promise<T> {
      const entry = kept.get(instanceId)?.get(name)
      if (entry !== undefined && entry.until > options.clock()) return entry.value as T
      const key = `${instanceId} ${name}`
      const pending = loading.get(key)
      if (pending !== undefined) return pending as Promise<T>
      const started = load()
        .then(({ value, seconds }) => {
          if (loading.get(key) === started && seconds > 0) keep(kept, { instanceId, name, value, until: options.clock() + seconds * 1000 })
          return value
        })
        .finally(() => {
          if (loading.get(key) === started) loading.delete(key)
        })
      loading.set(key, started)
      return started
    },
    forget(instanceId) {
      kept.delete(instanceId)
      // A load that is under way may have begun before whatever made its list out of date.
      for (const key of loading.keys()) if (key.startsWith(`${instanceId} `)) loading.delete(key)
    },
  }
}

function keep(
  kept: LRUCache<number, Map<string, Entry>>,
  { instanceId, name, value, until }: { instanceId: number; name: string; value: unknown; until: number },
): void {
  const entries = kept.get(instanceId) ?? new Map<string, Entry>()
  entries.set(name, { value, until })
  kept.set(instanceId, entries)
}
