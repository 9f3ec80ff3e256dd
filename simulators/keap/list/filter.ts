// The v2 `filter` parameter: `field==value;field>value`, checked against the fields a resource allows, compiled to tests on rows.
import { ApiError } from '../errors.ts'
import type { CustomFieldDefinition } from '../tenant.ts'
import { createCustomFieldFilter } from './custom-filter.ts'
import type { Condition, FilterField, Operator, Test } from './filter-field.ts'

export interface FilterRules {
  fields: Record<string, FilterField>
  customFields?: CustomFieldDefinition[]
  /** Rules between conditions: fields that exclude or need each other. */
  check?: (names: Set<string>, conditions: Condition[]) => void
}

const form = /^\s*([A-Za-z_]\w*)\s*(==|!=|>=|<=|>|<)(.*)$/s

/** Splits a filter into its conditions. @throws ApiError 400 on anything that is not `field operator value` */
export function parseFilter(text: string): Condition[] {
  return text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, field, operator, value] = form.exec(part) ?? []
      if (!field || !operator || value === undefined) throw new ApiError(400, `Invalid filter: ${part}`)
      return { field, operator: operator as Operator, value: value.trim() }
    })
}

/** Compiles a filter. Standard fields win over custom fields of the same name; custom field names ignore case. */
export function compileFilter(text: string, rules: FilterRules): Test {
  const conditions = parseFilter(text)
  rules.check?.(new Set(conditions.map((each) => each.field)), conditions)
  const tests = conditions.map((condition) => compileCondition(condition, rules))
  return (row) => tests.every((test) => test(row))
}

function compileCondition(condition: Condition, rules: FilterRules): Test {
  const field = findField(condition.field, rules)
  if (!field) throw new ApiError(400, `Invalid filter field: ${condition.field}`)
  if (!field.operators.includes(condition.operator)) {
    throw new ApiError(400, `Operator ${condition.operator} is not supported for ${condition.field}`)
  }
  return field.compile(condition)
}

function findField(name: string, rules: FilterRules): FilterField | undefined {
  if (Object.hasOwn(rules.fields, name)) return rules.fields[name]
  const wanted = name.toLowerCase()
  const definition = rules.customFields?.find((each) => each.field_name.toLowerCase() === wanted)
  return definition && createCustomFieldFilter(definition)
}
