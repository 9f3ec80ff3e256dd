/** Members that a vendor's body has where the client's leaves them out. */
import { compileReader, compileWriter } from '../../lib/json-path.ts'

/** Gives the body with them; the one that came stays as it is. */
export type BodyDefaults = (body: unknown) => unknown

/** @throws {SyntaxError} for a path that is none. */
export function compileBodyDefaults(defaults: Readonly<Record<string, unknown>> | undefined): BodyDefaults | undefined {
  if (defaults === undefined) return undefined
  const members = Object.entries(defaults).map(([path, value]) => ({ read: compileReader(path), write: compileWriter(path), value }))
  return (body) => {
    const missing = members.filter(({ read }) => read(body) === undefined)
    if (missing.length === 0) return body
    const filled = structuredClone(body ?? {}) as Record<string, unknown>
    for (const { write, value } of missing) write(filled, structuredClone(value))
    return filled
  }
}
