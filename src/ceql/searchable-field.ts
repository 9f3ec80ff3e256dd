/** What a printer must know of a field: under which vendor names it can be searched, and how a literal is written there. */

export type FilterOperator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'LIKE' | 'IN'

/**
 * The vendor's name for one operator on a field. A name that serves `=` too is compared with the client's operator (`amount>5`);
 * a name given to an ordering operator alone is a bound of its own and is set by equality (`updated_since==…`).
 * `date-time-ms`: the vendor wants milliseconds and a zone (2026-01-01T00:00:00.000Z), whatever precision came.
 */
export type FilterTarget = string | { readonly name: string; readonly format?: 'date-time-ms' }

export interface SearchableField {
  readonly operators: Readonly<Partial<Record<FilterOperator, FilterTarget>>>
  /** The literal in the vendor's form. Throws invalid-parameter (400) when it is none of the field's type. */
  readonly convert: (literal: string, format?: 'date-time-ms') => string
  /** The only value that the field ever has: a comparison with it is no condition for the vendor. */
  readonly constant?: string
}

/** The fields of one object as `where` sees them. */
export interface SearchableFields {
  readonly filterOf: (path: string) => SearchableField | undefined
  /** Names for error messages. */
  readonly searchable: readonly string[]
}
