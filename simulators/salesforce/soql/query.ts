// A SOQL query as a tree.

/** `Account.Owner.Name`, and where it stands in the query. */
export interface Path {
  names: string[]
  at: number
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>='

export type Value = { at: number } & (
  | { kind: 'null' }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'number'; value: number }
  | { kind: 'date' | 'time'; text: string }
  /** `LAST_N_DAYS:30`. */
  | { kind: 'literal'; name: string; count: number }
  /** `like` is the text as the source of a regular expression, `%` and `_` being wildcards. */
  | { kind: 'text'; text: string; like: string }
)

export type Condition =
  | { kind: 'compare'; path: Path; operator: Operator; value: Value }
  | { kind: 'like'; path: Path; value: Value }
  | { kind: 'in'; path: Path; negated: boolean; values: Value[] | Query }
  | { kind: 'includes'; path: Path; negated: boolean; values: Value[] }

export type Filter = { kind: 'and' | 'or'; parts: Filter[] } | { kind: 'not'; part: Filter } | Condition

export interface Aggregate {
  /** COUNT, COUNT_DISTINCT, SUM, AVG, MIN or MAX. */
  name: string
  /** Missing in `COUNT()`. */
  path?: Path
}

export type Column =
  | { kind: 'field'; path: Path; alias?: string }
  | { kind: 'aggregate'; aggregate: Aggregate; alias?: string; at: number }
  | { kind: 'children'; query: Query }
  /** `FIELDS(ALL)`. */
  | { kind: 'set'; set: 'ALL' | 'STANDARD' | 'CUSTOM'; at: number }

export interface Order {
  by: Path | Aggregate
  descending: boolean
  nulls?: 'first' | 'last'
}

export interface Query {
  /** The whole text, for messages that point into it. */
  text: string
  columns: Column[]
  object: string
  objectAt: number
  alias?: string
  where?: Filter
  groupBy: Path[]
  orderBy: Order[]
  limit?: number
  offset?: number
}
