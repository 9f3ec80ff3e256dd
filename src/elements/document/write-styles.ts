/** How a vendor takes writes and answers them, as an author writes it under `octet` (of the element or a resource). */

/** `data[]`: the vendor's body is `{"data": [record]}`; `data`: it is `{"data": record}`. A list that the client sends stands where the one record would. */
export type Wrap = string

/**
 * What became of a record, where the vendor says so inside a 2xx. A failed one is the refusal that it is (contract 5.2), else the new id is read here.
 * Judged is a single record only: an answer about several is handed on whole.
 */
export interface Outcome {
  /** Body path of what is said of the record: `data[0]`. Default: the whole body. Where nothing stands there, nothing is judged. */
  readonly path?: string
  /** When it failed; paths here and below start at `path`. */
  readonly failed: OutcomeCondition
  /** The vendor's words: they become `providerMessage`. */
  readonly message?: string
  readonly code?: string
  /** What `code` says → the status of the refusal (400 to 499). Default: 400. */
  readonly statuses?: Readonly<Record<string, number>>
  /** The id of the record. */
  readonly id?: string
  /** Members of it that clients look for: they are answered beside the id. */
  readonly also?: readonly string[]
}

export type OutcomeCondition = { readonly member: string } & (
  | { readonly equals: string | number | boolean }
  | { readonly notEquals: string | number | boolean }
)

/**
 * `vendor`: what the vendor answered. `echo`: what the client sent, under what the vendor answered of the record, with `id`, for vendors that answer a
 * write with an id or nothing; no further call is made.
 */
export type WriteAnswer = 'vendor' | 'echo'
