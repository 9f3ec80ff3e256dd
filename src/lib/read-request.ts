/** What routes read from a request alike: who calls, and the JSON body. */
import type { Caller } from './caller.ts'
import { createError } from './errors.ts'
import type { RouteRequest } from './route.ts'
import { isStorableText } from './storable-text.ts'

/** The caller of a route that has one. Throws invalid-secrets (401) where nobody said who calls. */
export function callerOf({ caller }: Pick<RouteRequest, 'caller'>): Caller {
  if (caller === undefined) throw createError('invalid-secrets')
  return caller
}

/** The JSON body, which the route's schema has checked; none is an empty object. Throws invalid-body (400) for texts that cannot be stored, at any depth. */
export function readBody<T>({ body }: Pick<RouteRequest, 'body'>): T {
  const value = body.kind === 'json' ? body.value : {}
  demandStorable(value, '')
  return value as T
}

function demandStorable(value: unknown, place: string): void {
  if (typeof value === 'string' && !isStorableText(value)) {
    const reason = `${place === '' ? 'the body' : place}: expected text without NUL and half characters`
    throw createError('invalid-body', { params: { reason } })
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    demandStorable(key, place)
    demandStorable(part, place === '' ? key : `${place}.${key}`)
  }
}
