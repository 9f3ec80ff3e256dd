/** JSON as vendors answer it, bounded in depth: mappings, filters and writing walk it by calling themselves. */
import { createError } from '../../lib/errors.ts'
import { isTextDeeperThan } from '../../lib/json-depth.ts'

const deepest = 1000

/** Parses an answer. Throws vendor-unreadable (502) where it is nested too deep, SyntaxError where it is no JSON. */
export function parseVendorJson(text: string): unknown {
  if (isTextDeeperThan(text, deepest)) throw createError('vendor-unreadable', { params: { reason: `it is nested deeper than ${deepest}` } })
  return JSON.parse(text)
}
