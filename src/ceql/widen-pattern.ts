/** A LIKE for dialects that know beginnings, ends or parts of texts: the closest of them that matches whatever the pattern matches. */
import type { Asking } from './dialect.ts'
import type { Like } from './expression.ts'
import { refuse } from './refuse.ts'

export type PatternShape = 'prefix' | 'suffix' | 'part'

export interface PlainPattern {
  readonly shape: PatternShape
  readonly text: string
}

const samples: Readonly<Record<PatternShape, string>> = { prefix: 'abc%', suffix: '%abc', part: '%abc%' }

/** Notes where the shape matches more than the pattern. Throws expression-not-supported (400) where none of the dialect's shapes fits. */
export function widenPattern(node: Like, shapes: readonly PatternShape[], asking: Asking): PlainPattern {
  const pattern = node.pattern.text
  const pieces = pattern.split(/[%_]+/)
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '')
  const candidates: readonly PlainPattern[] = [
    { shape: 'prefix', text: pieces[0]! },
    { shape: 'suffix', text: pieces.at(-1)! },
    { shape: 'part', text: longest },
  ]
  const possible = candidates.filter(({ shape, text }) => text !== '' && shapes.includes(shape))
  const exact = possible.find((candidate) => pattern === writePattern(candidate))
  if (exact !== undefined) return exact
  const widest = possible.toSorted((left, right) => right.text.length - left.text.length)[0]
  if (widest === undefined)
    throw refuse(node, `only patterns of the form ${shapes.map((shape) => `'${samples[shape]}'`).join(', ')} are available`)
  // Whatever is not wider than its positive would leave out records when it is negated.
  if (node.negated)
    throw refuse(node, `a negation is available of the patterns ${shapes.map((shape) => `'${samples[shape]}'`).join(', ')} alone`)
  asking.widen()
  return widest
}

function writePattern({ shape, text }: PlainPattern): string {
  return `${shape === 'prefix' ? '' : '%'}${text}${shape === 'suffix' ? '' : '%'}`
}
