/** What a printer must know of a field: under which vendor names it can be searched, of what type it is there, and how a literal is written. */

import type { ComparisonOperator } from './expression.ts'

export type FilterOperator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'LIKE' | 'NOT LIKE' | 'IN' | 'NOT IN' | 'IS NULL' | 'IS NOT NULL'

/**
 * The vendor's name for one operator on a field. A name that serves `=` too is compared with the client's operator (`amount>5`);
 * a name given to an ordering operator alone is a bound of its own and is set by equality (`updated_since==…`).
 * `date-time-ms`: the vendor wants milliseconds and a zone (2026-01-01T00:00:00.000Z), whatever precision came.
 * `date-time-s`: it takes whole seconds alone (2026-01-01T00:00:00Z); a bound between two is moved outwards, and checked here.
 * `operator`: what the client's operator means on this field, where it means another one (`modified='…'` for "since"); see reinterpret.ts.
 */
export type FilterTarget = string | { readonly name: string; readonly format?: InstantFormat; readonly operator?: ComparisonOperator }

export type InstantFormat = 'date-time-ms' | 'date-time-s'

/**
 * The vendor's type of a field, as far as it decides how literals are written and compared. `id`: of this record or of another one. `code`: a word of the
 * vendor's own, whose case counts wherever it counts for texts or not; `codes`: several of them in one text.
 */
export type LiteralType = 'string' | 'number' | 'boolean' | 'date' | 'datetime' | 'picklist' | 'id' | 'code' | 'codes'

export interface SearchableField {
  /** `*` stands for every operator that is not named: the field is searched with all that the dialect has. */
  readonly operators: Readonly<Partial<Record<FilterOperator | '*', FilterTarget>>>
  /** Unknown: literals are written as they came (quoted: text, but for ISO dates; bare: number, boolean, date). */
  readonly type?: LiteralType
  /** The literal in the vendor's form. Throws invalid-parameter (400) when it is none of the field's type. */
  readonly convert: (literal: string, format?: 'date-time-ms') => string
  /** The only value that the field ever has: a comparison with it is no condition for the vendor. */
  readonly constant?: string
}

/** The fields of one object as `where` sees them. */
export interface SearchableFields {
  readonly filterOf: (path: string) => SearchableField | undefined
  /** True: the vendor has no empty texts, and takes one for no value. */
  readonly emptyIsNull?: boolean
  /** Names for error messages. */
  readonly searchable: readonly string[]
}
