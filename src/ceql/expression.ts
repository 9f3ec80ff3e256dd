/** The tree of a CEQL `where` (contract 6.2). Frozen; every node keeps where it began (`at`, counted from 0) and names and values keep their quoting. */

export type Quote = 'none' | 'single' | 'double' | 'backtick'

export interface Field {
  /** Dotted, without quotes. */
  readonly path: string
  readonly quote: Quote
  readonly at: number
}

export interface Value {
  /** `text` is what was quoted, or a bare word (dates, ids); the others are always bare. */
  readonly kind: 'text' | 'number' | 'boolean' | 'null'
  /** As written, without quotes, escapes resolved. */
  readonly text: string
  readonly quote: Quote
  readonly at: number
}

/** `<>` is read as `!=`. */
export type ComparisonOperator = '=' | '!=' | '>' | '>=' | '<' | '<='

export interface And {
  readonly kind: 'and'
  readonly operands: readonly Expression[]
  readonly at: number
}

export interface Or {
  readonly kind: 'or'
  readonly operands: readonly Expression[]
  readonly at: number
}

export interface Comparison {
  readonly kind: 'comparison'
  readonly field: Field
  readonly operator: ComparisonOperator
  readonly value: Value
  readonly at: number
}

export interface In {
  readonly kind: 'in'
  readonly field: Field
  readonly negated: boolean
  readonly values: readonly Value[]
  readonly at: number
}

export interface Like {
  readonly kind: 'like'
  readonly field: Field
  readonly negated: boolean
  readonly pattern: Value
  readonly at: number
}

export interface IsNull {
  readonly kind: 'isNull'
  readonly field: Field
  readonly negated: boolean
  readonly at: number
}

/** `and` and `or` have two operands or more; one inside another of its kind was written in parentheses. */
export type Expression = And | Or | Comparison | In | Like | IsNull

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>

/** A condition on one field. */
export type Leaf = Exclude<Expression, And | Or>
