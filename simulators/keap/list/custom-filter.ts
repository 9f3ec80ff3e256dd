// Filtering on custom fields: what each field type allows.
import { ApiError } from '../errors.ts'
import type { CustomFieldDefinition, Row } from '../tenant.ts'
import type { FilterField, Test } from './filter-field.ts'
import { comparators, comparisons, numberField, parseFilterTime, textField } from './filter-fields.ts'

const numeric = ['WHOLE_NUMBER', 'DECIMAL_NUMBER', 'CURRENCY', 'PERCENT', 'YEAR', 'MONTH', 'DAY_OF_WEEK', 'USER']
const multiple = ['LIST_BOX', 'USER_LIST_BOX']

/** The filter of a custom field, by its type. */
export function createCustomFieldFilter(definition: CustomFieldDefinition): FilterField {
  const read = (row: Row): unknown => readCustomField(row, definition.id)
  const type = definition.field_type
  if (type === 'DATE' || type === 'DATE_TIME') return createDateFilter(read)
  if (type === 'YES_NO') return createWholeFilter(read, /^[01]$/, '0 or 1')
  if (type === 'DRILLDOWN') return createWholeFilter(read, /^\d+$/, 'a whole number')
  if (numeric.includes(type)) return numberField(read)
  if (multiple.includes(type)) {
    return {
      operators: ['=='],
      compile:
        ({ value }) =>
        (row) =>
          listSelections(read(row)).includes(value.toLowerCase()),
    }
  }
  return textField(read, 'wildcard')
}

function createDateFilter(read: (row: Row) => unknown): FilterField {
  return {
    operators: comparisons,
    compile: ({ field, operator, value }): Test => {
      const wanted = parseFilterTime(field, value)
      return (row) => {
        const time = Date.parse(String(read(row) ?? ''))
        return !Number.isNaN(time) && comparators[operator](time, wanted)
      }
    },
  }
}

function createWholeFilter(read: (row: Row) => unknown, form: RegExp, expected: string): FilterField {
  return {
    operators: ['=='],
    compile: ({ field, value }): Test => {
      if (!form.test(value)) throw new ApiError(400, `${field} must be ${expected}`)
      return (row) => Number(read(row) ?? Number.NaN) === Number(value)
    },
  }
}

function listSelections(value: unknown): string[] {
  const selections = Array.isArray(value) ? value : String(value ?? '').split(',')
  return selections.map((each) => String(each).trim().toLowerCase())
}

function readCustomField(row: Row, id: string): unknown {
  const values = row['custom_fields']
  if (!Array.isArray(values)) return undefined
  return (values as { id: string; content: unknown }[]).find((each) => each.id === id)?.content
}
