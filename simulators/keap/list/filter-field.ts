// What a field that may be filtered on is: operators, and a compiler of conditions to tests on rows.
import type { Row } from '../tenant.ts'

export type Operator = '==' | '!=' | '>' | '<' | '>=' | '<='
export type Test = (row: Row) => boolean

export interface Condition {
  field: string
  operator: Operator
  value: string
}

/** A field that may be filtered on. `compile` throws ApiError when the value does not fit. */
export interface FilterField {
  operators: readonly Operator[]
  compile: (condition: Condition) => Test
}
