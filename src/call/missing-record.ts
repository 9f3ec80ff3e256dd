/** The 404 of a record that a path names and that cannot be there or is not. */
import { createError, type OctetError } from '../lib/errors.ts'
import type { Target } from './types.ts'

/** Names the record by a parameter of the resource's path, the last one where none is given: `/notes/{id}` → `No notes found with ID 7`. */
export function createMissingRecord({ resource, pathParameters }: Target, name?: string): OctetError {
  const segments = resource.path.split('/').slice(1)
  const at = segments.findLastIndex((segment) => (name === undefined ? /^\{.+\}$/.test(segment) : segment === `{${name}}`))
  const id = pathParameters[segments[at]?.slice(1, -1) ?? '']
  if (id === undefined) return createError('not-found', { params: { path: resource.path } })
  const object = segments.slice(0, at).findLast((segment) => !segment.startsWith('{')) ?? 'record'
  return createError('no-record', { params: { object, id: id.slice(0, 100) } })
}
