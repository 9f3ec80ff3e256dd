/** A hook that has left the legacy way does not come back to it, through whatever route (contract 2.8). */
import { createError } from '../../lib/errors.ts'
import { listParts } from '../document/document-parts.ts'

/** Compares hooks of the same id. Throws hook-not-legacy (400). */
export function checkHooks(next: object, previous: object): void {
  const modern = new Set(listHooks(previous).flatMap(({ id, isLegacy }) => (isLegacy === true ? [] : [id])))
  if (listHooks(next).some(({ id, isLegacy }) => isLegacy === true && id !== undefined && modern.has(id)))
    throw createError('hook-not-legacy')
}

function listHooks(document: object) {
  return listParts(document).flatMap(({ kind, part }) => (kind === 'hook' ? [{ id: part['id'], isLegacy: part['isLegacy'] }] : []))
}
