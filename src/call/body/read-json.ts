/** JSON as vendors answer it, bounded in depth: mappings, filters and writing walk it by calling themselves. */
import { createError } from '../../lib/errors.ts'
import { isDeeperThan } from '../../lib/json-depth.ts'

const deepest = 1000

/** Parses an answer. Throws vendor-unreadable (502) where it is nested too deep, SyntaxError where it is no JSON. */
export function parseVendorJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (isDeeperThan(value, deepest)) throw createError('vendor-unreadable', { params: { reason: `it is nested deeper than ${deepest}` } })
  return value
}
