/** A condition that no record meets, or every one that has a value, for ids that no record can have. */
import type { Comparison, In } from './expression.ts'
import type { Target } from './find-target.ts'
import { refuse } from './refuse.ts'

export interface Never {
  readonly negated: boolean
  readonly words: { readonly isNull: string; readonly isNotNull: string }
}

/** Throws expression-not-supported (400) for a bound: what is no id has no place among them. */
export function sayNever(node: Comparison | In, { name }: Target, { negated, words }: Never): string {
  if (node.kind === 'comparison' && node.operator !== '=' && node.operator !== '!=') throw refuse(node, 'the value is no id there')
  const some = `${name} ${words.isNotNull}`
  return negated ? some : `(${name} ${words.isNull} AND ${some})`
}
