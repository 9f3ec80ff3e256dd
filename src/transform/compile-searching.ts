/** What `where` may ask of an object: hub names → the vendor's filters, literals in the vendor's form. */
import type { SearchableField, SearchableFields } from '../ceql/searchable-field.ts'
import { createError } from '../lib/errors.ts'
import { formatMilliseconds, parseInstant } from '../lib/instant.ts'
import { compileVendorConverter, Mismatch, type ValueLists } from './convert-value.ts'
import type { FieldTransformation, ObjectTransformation } from './document.ts'

/** Compiles `filterOf` and `searchable`. A name is matched exactly, else in any case when one field alone fits. */
export function compileSearching(object: ObjectTransformation, lists: ValueLists): SearchableFields {
  const fields = new Map<string, SearchableField>()
  for (const field of object.fields) if (field.filter !== undefined) fields.set(field.path, compileField(field, field.filter, lists))
  const searchable = [...fields.keys()]
  for (const [name, constant] of Object.entries(object.constants ?? {})) {
    if (!fields.has(name)) fields.set(name, { operators: {}, convert: (literal) => literal, constant: String(constant) })
  }
  const byLowerCase = Map.groupBy(fields.keys(), (name) => name.toLowerCase())
  return {
    searchable,
    filterOf: (path) => {
      const alike = byLowerCase.get(path.toLowerCase())
      return fields.get(path) ?? (alike?.length === 1 ? fields.get(alike[0]!) : undefined)
    },
  }
}

function compileField(field: FieldTransformation, filter: NonNullable<FieldTransformation['filter']>, lists: ValueLists): SearchableField {
  const toVendor = compileVendorConverter(field, lists)
  return {
    operators: typeof filter === 'string' ? { '=': filter } : filter,
    ...(field.literal !== undefined && { type: field.literal }),
    convert: (literal, format) => {
      const instant = format === 'date-time-ms' ? parseInstant(literal) : undefined
      if (instant !== undefined) return formatMilliseconds(instant)
      const converted = toVendor(literal)
      if (!(converted instanceof Mismatch) && format === undefined) return String(converted)
      const expected = converted instanceof Mismatch ? converted.expected : 'a date or date-time (ISO 8601)'
      throw createError('invalid-parameter', {
        params: { name: 'where', expected: `${expected} for ${field.path}`, got: JSON.stringify(literal) },
      })
    },
  }
}
