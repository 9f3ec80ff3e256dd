// A COQL query as a tree.

export interface Column {
  /** `Last_Name`, `Account_Name.Account_Name`. */
  path: string
  /** COUNT, SUM, MAX, MIN or AVG, when the column is one. */
  aggregate?: string
  /** The key in the reply. */
  key: string
}

export type Operand = string | number | boolean

export type Filter = { kind: 'and' | 'or'; left: Filter; right: Filter } | Condition

export type Condition =
  | { kind: 'compare'; path: string; operator: '=' | '!=' | '<' | '<=' | '>' | '>='; value: Operand }
  | { kind: 'like'; path: string; negated: boolean; value: Operand }
  | { kind: 'in'; path: string; negated: boolean; values: Operand[] }
  | { kind: 'between'; path: string; negated: boolean; values: [Operand, Operand] }
  | { kind: 'null'; path: string; negated: boolean }

export interface Query {
  columns: Column[]
  module: string
  filter: Filter
  groupBy: string[]
  orderBy: { path: string; descending: boolean }[]
  limit: number
  offset: number
}
