/** How the writes of a compiled resource are judged and answered. */

export interface CompiledWrites {
  /** What a whole answer says of the record that was written; undefined: the vendor says nothing of it. */
  readonly judge: ((whole: unknown) => Judgement) | undefined
  /** What the client sent is the answer, under what the vendor answered. */
  readonly echoes: boolean
  /** The vendor's member that is the `id` of the hub. */
  readonly idMember: string
}

export type Judgement =
  | { readonly kind: 'done'; readonly id: unknown; readonly also: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failed'; readonly status: number; readonly message: string }
  /** Nothing is said of one record. */
  | { readonly kind: 'unknown' }
  /** It is about several records, which are told apart by their place. */
  | { readonly kind: 'several'; readonly results: readonly unknown[] }
