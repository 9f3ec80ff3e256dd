// The WHERE clause. AND, OR and NOT never mix without brackets: the vendor refuses `a AND b OR c`, and `a AND NOT b` too.
import { isDateLiteral } from './date-literals.ts'
import type { Condition, Filter, Operator, Query, Value } from './query.ts'
import { type Reader, readPath } from './reader.ts'

/** A parser of filters; `readQuery` reads the query of a semi-join, its bracket already open. */
export function createFilterParser(reader: Reader, readQuery: () => Query): { readAll: () => Filter } {
  return { readAll }

  function readAll(): Filter {
    if (reader.take('NOT')) return { kind: 'not', part: readOne() }
    const first = readOne()
    const kind = reader.take('AND') ? 'and' : reader.take('OR') ? 'or' : undefined
    if (!kind) return first
    const parts = [first, readOne()]
    while (reader.take(kind.toUpperCase())) parts.push(readOne())
    return { kind, parts }
  }

  function readOne(): Filter {
    if (!reader.take('(')) return readCondition()
    const inner = readAll()
    reader.expect(')')
    return inner
  }

  function readCondition(): Condition {
    const path = readPath(reader)
    if (reader.take('LIKE')) return { kind: 'like', path, value: readValue(reader) }
    const negated = reader.take('NOT')
    if (reader.take('IN')) return { kind: 'in', path, negated, values: readSet() }
    if (negated) throw reader.refuse(reader.peek())
    if (reader.take('INCLUDES')) return { kind: 'includes', path, negated: false, values: readValues() }
    if (reader.take('EXCLUDES')) return { kind: 'includes', path, negated: true, values: readValues() }
    return { kind: 'compare', path, operator: readOperator(reader), value: readValue(reader) }
  }

  function readSet(): Value[] | Query {
    if (reader.ahead().text.toUpperCase() !== 'SELECT') return readValues()
    reader.expect('(')
    const query = readQuery()
    reader.expect(')')
    return query
  }

  function readValues(): Value[] {
    reader.expect('(')
    const values: Value[] = []
    do values.push(readValue(reader))
    while (reader.take(','))
    reader.expect(')')
    return values
  }
}

function readOperator(reader: Reader): Operator {
  const token = reader.next()
  const sign = token.text === '<>' ? '!=' : token.text
  if (token.kind !== 'sign' || !['=', '!=', '<', '<=', '>', '>='].includes(sign)) throw reader.refuse(token)
  return sign as Operator
}

function readValue(reader: Reader): Value {
  const token = reader.next()
  const { at, text } = token
  switch (token.kind) {
    case 'text':
      return { kind: 'text', text, like: token.like, at }
    case 'number':
      return { kind: 'number', value: Number(text), at }
    case 'date':
    case 'time':
      return { kind: token.kind, text, at }
    case 'word': {
      const [name = '', count = '0'] = text.toUpperCase().split(':')
      if (name === 'NULL') return { kind: 'null', at }
      if (name === 'TRUE' || name === 'FALSE') return { kind: 'boolean', value: name === 'TRUE', at }
      if (isDateLiteral(name, text.includes(':'))) return { kind: 'literal', name, count: Number(count), at }
      throw reader.refuse(token)
    }
    default:
      throw reader.refuse(token)
  }
}
