/**
 * A `where` in two parts: what the vendor is asked for, and what is left to check here. The vendor's part never leaves out a row that the whole is true of,
 * and both together are true of exactly the rows that the whole is true of.
 */
import type { Expression } from './expression.ts'

export interface SplitWhere {
  /** Undefined: the vendor is asked for everything. */
  readonly pushed: Expression | undefined
  /** Undefined: the vendor's answer is the answer. */
  readonly residual: Expression | undefined
}

/** `canSay` of a whole that is to be printed; `isExact` of one that can be said. */
export interface Speaker {
  readonly canSay: (expression: Expression) => boolean
  readonly isExact: (expression: Expression) => boolean
}

/** More operands than any query by hand has are not tried together one by one, each try printing all before it. */
const mostTries = 50

/** Splits at the ANDs on top; of an OR inside, each alternative gives what it can, if every one gives something. Throws what `canSay` throws. */
export function splitWhere(expression: Expression, speaker: Speaker): SplitWhere {
  if (speaker.canSay(expression)) return { pushed: expression, residual: speaker.isExact(expression) ? undefined : expression }
  const pushed: Expression[] = []
  const residual: Expression[] = []
  for (const [index, operand] of flatten(expression).entries()) {
    const widened = index < mostTries ? widen(operand, speaker) : undefined
    const isTaken = widened !== undefined && speaker.canSay(join('and', [...pushed, widened])!)
    if (isTaken) pushed.push(widened)
    if (!isTaken || widened !== operand || !speaker.isExact(operand)) residual.push(operand)
  }
  return { pushed: join('and', pushed), residual: join('and', residual) }
}

/** The expression itself where it can be said, else a wider one, else undefined. */
function widen(node: Expression, speaker: Speaker): Expression | undefined {
  if (speaker.canSay(node)) return node
  if (node.kind !== 'and' && node.kind !== 'or') return undefined
  const parts = node.operands.slice(0, mostTries).map((operand) => widen(operand, speaker))
  const said = parts.filter((part) => part !== undefined)
  if (node.kind === 'or' && said.length < node.operands.length) return undefined
  const wider = join(node.kind, said)
  return wider !== undefined && speaker.canSay(wider) ? wider : undefined
}

function flatten(node: Expression): readonly Expression[] {
  return node.kind === 'and' ? node.operands.flatMap(flatten) : [node]
}

/** One expression of several; undefined of none. */
export function join(kind: 'and' | 'or', operands: readonly Expression[]): Expression | undefined {
  if (operands.length < 2) return operands[0]
  return Object.freeze({ kind, operands: Object.freeze([...operands]), at: operands[0]!.at })
}
