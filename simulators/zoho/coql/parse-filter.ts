// The WHERE clause of COQL.
import type { Filter, Operand } from './query.ts'
import { type Reader, readWord } from './reader.ts'
import { refuseSyntax, type Token } from './tokens.ts'

/** A parser of filters. With `pairs`, a third condition without brackets is refused. */
export function createFilterParser(reader: Reader, rules: { pairs: boolean }): { readAll: () => Filter } {
  return { readAll }

  function readAll(): Filter {
    const joints = { count: 0 }
    let left = readConjunction(joints)
    while (takeJoint('or', joints)) left = { kind: 'or', left, right: readConjunction(joints) }
    return left
  }

  // Without brackets `and` binds tighter than `or`.
  function readConjunction(joints: { count: number }): Filter {
    let left = readOne()
    while (takeJoint('and', joints)) left = { kind: 'and', left, right: readOne() }
    return left
  }

  function takeJoint(kind: 'and' | 'or', joints: { count: number }): boolean {
    const joint = reader.peek()
    if (!reader.take(kind)) return false
    joints.count += 1
    if (rules.pairs && joints.count > 1) throw refuseSyntax(joint)
    return true
  }

  function readOne(): Filter {
    if (!reader.take('(')) return readCondition(reader)
    const inner = readAll()
    reader.expect(')')
    return inner
  }
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
