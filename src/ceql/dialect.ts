/** What the dialects of `where` have in common: how each is set up, and what it is asked with. */
import type { Expression } from './expression.ts'
import type { FilterOperator, SearchableFields } from './searchable-field.ts'

export type DialectName =
  | 'rsql'
  | 'query-parameters'
  | 'odata'
  | 'soql'
  | 'coql'
  | 'filter-groups'
  | 'criteria'
  | 'term-search'
  | 'json-query'

/** How texts are compared: as they are, or as if all were written in one case. Everything that is no text is compared as it is. */
export type TextMeaning = 'exact' | 'ignore-case'

export interface WhereSettings {
  readonly dialect: DialectName
  /** Where the printed text or JSON goes: a query parameter, or a place in the body (`body.query`). Default: the usual one of the dialect. */
  readonly parameter?: string
  /** Of odata alone. Default v4. */
  readonly version?: 'v2' | 'v3' | 'v4'
  /** Operators that the vendor answers more widely than asked: whole words, any case. Their negations would leave out rows and are never asked of it. */
  readonly inexact?: readonly FilterOperator[]
  /** What texts mean to the element's clients. Default exact: where the language itself ignores case, its answers are checked. */
  readonly text?: TextMeaning
  /** What one dialect alone needs. */
  readonly options?: Readonly<Record<string, unknown>>
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** Place (query parameter, or `body.…`) → text or JSON, not yet encoded. */
export type Printed = Readonly<Record<string, Json>>

export interface Asking {
  readonly fields: SearchableFields
  readonly inexact: ReadonlySet<FilterOperator>
  /** False: the vendor puts texts in another order than they are compared in here, and is asked for none. */
  readonly ordersTexts: boolean
  /** Notes that the vendor will answer more than the expression asks for. */
  readonly widen: () => void
}

/** Prints the whole expression or throws field-not-searchable, expression-not-supported or invalid-parameter (400). Never more narrow than asked. */
export type Say = (expression: Expression, asking: Asking) => Printed

/** Checks the settings once; throws an Error that names the one that does not fit. */
export type Dialect = (settings: WhereSettings) => Say
