/** Which platform routes exist at a path, whatever the verb: for 405 and its Allow header. */
import type { Route } from '../lib/route.ts'

/** Routes whose path pattern fits the segments; a literal and a `:parameter` both fit. */
export function findRoutesAt(routes: readonly Route[], segments: readonly string[]): Route[] {
  return routes.filter((route) => {
    const pattern = route.path.split('/').filter((part) => part !== '')
    return pattern.length === segments.length && pattern.every((part, index) => part.startsWith(':') || part === segments[index])
  })
}
