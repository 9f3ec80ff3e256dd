// The WHERE clause of COQL.
import type { Filter, Operand } from './query.ts'
import { type Reader, readWord } from './reader.ts'
import { refuseSyntax, type Token } from './tokens.ts'

/** A parser of filters. With `pairs`, a third condition without brackets is refused. */
export function createFilterParser(reader: Reader, rules: { pairs: boolean }): { readAll: () => Filter } {
  return { readAll }

  function readAll(): Filter {
    let left = readOne()
    for (let joined = 1; ; joined += 1) {
      const joint = reader.peek()
      const kind = reader.take('and') ? 'and' : reader.take('or') ? 'or' : undefined
      if (!kind) return left
      if (rules.pairs && joined > 1) throw refuseSyntax(joint)
      left = join(kind, left, readOne())
    }
  }

  function readOne(): Filter {
    if (!reader.take('(')) return readCondition(reader)
    const inner = readAll()
    reader.expect(')')
    return inner
  }
}

// Without brackets `and` binds tighter than `or`: a new `and` goes to the right-hand side of an `or`.
function join(kind: 'and' | 'or', left: Filter, right: Filter): Filter {
  if (kind === 'and' && left.kind === 'or') return { ...left, right: { kind, left: left.right, right } }
  return { kind, left, right }
}

function readCondition(reader: Reader): Filter {
  const path = readWord(reader)
  if (reader.take('is')) {
    const negated = reader.take('not')
    reader.expect('null')
    return { kind: 'null', path, negated }
  }
  const negated = reader.take('not')
  if (reader.take('like')) return { kind: 'like', path, negated, value: readOperand(reader) }
  if (reader.take('in')) return { kind: 'in', path, negated, values: readList(reader) }
  if (reader.take('between')) {
    const from = readOperand(reader)
    reader.expect('and')
    return { kind: 'between', path, negated, values: [from, readOperand(reader)] }
  }
  if (negated) throw refuseSyntax(reader.peek())
  return { kind: 'compare', path, operator: readOperator(reader.next()), value: readOperand(reader) }
}

function readOperator(token: Token): '=' | '!=' | '<' | '<=' | '>' | '>=' {
  const text = token.text === '<>' ? '!=' : token.text
  if (token.kind !== 'sign' || !['=', '!=', '<', '<=', '>', '>='].includes(text)) throw refuseSyntax(token)
  return text as '='
}

function readList(reader: Reader): Operand[] {
  reader.expect('(')
  const values: Operand[] = []
  do values.push(readOperand(reader))
  while (reader.take(','))
  reader.expect(')')
  return values
}

// A day or a time may stand without quotes.
function readOperand(reader: Reader): Operand {
  const token = reader.next()
  if (token.kind === 'text') return token.text
  if (token.kind === 'number') return /^-?\d+(\.\d+)?$/.test(token.text) && token.text.length < 16 ? Number(token.text) : token.text
  if (token.kind === 'word' && /^(true|false)$/i.test(token.text)) return token.text.toLowerCase() === 'true'
  throw refuseSyntax(token)
}
