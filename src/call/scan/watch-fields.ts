/** Fields that a scan looks at must be somewhere: a name that nothing knows and no record has is a mistake, and no condition that nothing meets. */
import { nameField } from '../../ceql/name-field.ts'
import { compilePath } from '../../ceql/read-path.ts'
import { createError, type OctetError } from '../../lib/errors.ts'
import { listFields } from '../search/list-fields.ts'
import type { Residual } from '../types.ts'
import { findOperator } from './refuse-scan.ts'

export interface FieldWatch {
  /** Looks at a record in which nulls still stand. */
  readonly look: (record: unknown) => void
  /** The 400 for a field that no record had; undefined: there is none, or there was no record. */
  readonly complain: (searchable: readonly string[]) => OctetError | undefined
}

/** `isKnown`: fields that need not be seen. */
export function watchFields({ where, orderBy }: Residual, isKnown: (path: string) => boolean): FieldWatch {
  const paths = [...listFields(where), ...(orderBy ?? []).map(({ field }) => field.path)]
  const unseen = new Map(paths.filter((path) => !isKnown(path)).map((path) => [path, compilePath(path)]))
  let last: unknown
  return {
    look(record) {
      if (unseen.size === 0) return
      last = record
      for (const [path, read] of unseen) if (hasValue(read(record))) unseen.delete(path)
    },
    complain(searchable) {
      const [path] = unseen.keys()
      if (path === undefined || last === undefined) return undefined
      const operator = where === undefined ? undefined : findOperator(where, path)
      const names = [...new Set([...searchable, ...listNames(last)])].slice(0, mostNames).join(', ')
      return operator === undefined
        ? createError('field-not-sortable', { params: { field: nameField(path), sortable: names } })
        : createError('field-not-searchable', { params: { field: nameField(path), operator, searchable: names } })
    },
  }
}

const mostNames = 60

/** A null is there, and so is an empty list; one whose items all lack the member is not. */
function hasValue(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 || value.some((item) => item !== undefined) : value !== undefined
}

function listNames(record: unknown): readonly string[] {
  return typeof record === 'object' && record !== null ? Object.keys(record) : []
}
