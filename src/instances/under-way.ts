/** Requests about instances that are under way: a client may be cut off, but what its request has begun at the vendor must still be stored. */
import type { Route } from '../lib/route.ts'

export interface UnderWay {
  /** The route, its requests counted. */
  watch(route: Route): Route
  /** Resolves once no request is under way. */
  settle(): Promise<void>
}

export function createUnderWay(): UnderWay {
  const running = new Set<Promise<unknown>>()
  return {
    watch: (route) => ({
      ...route,
      handle(request) {
        const work = Promise.resolve(route.handle(request))
        const ended = work.catch(() => undefined).finally(() => running.delete(ended))
        running.add(ended)
        return work
      },
    }),
    async settle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
