/** Reads a CEQL text piece by piece. What a word means depends on where it stands, so the parser asks for what may come next. */
import { createError } from '../lib/errors.ts'
import type { ComparisonOperator, Field, Quote, Value } from './expression.ts'
import { namePattern, quoteMarks } from './lexicon.ts'

const space = /\s*/y
const name = new RegExp(namePattern, 'uy')
const longestName = 500
const mostParts = 50
const operator = /<=|>=|<>|!=|=|<|>/y
const bareValue = /[^\s)]+/y
const bareListValue = /[^\s),]+/y
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
/** A raw `+` in a query string arrives as a space; after a bare date-time it can only have been the sign of an offset (contract 6.2). */
const dateTime = /^\d{4}-\d\d-\d\dT[\d:.]+$/
const lostOffset = / (\d\d:?\d\d)(?=[\s),]|$)/y

export class Scanner {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  /** Takes what the pattern (sticky) matches here. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match === null) return undefined
    this.at = pattern.lastIndex
    return match
  }

  skipSpace(): void {
    this.take(space)
  }

  isAtEnd(): boolean {
    this.skipSpace()
    return this.at >= this.text.length
  }

  /** Takes one character, if it is the next one after white space. */
  takeCharacter(character: string): boolean {
    this.skipSpace()
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  /** Takes a keyword, in any case, if it is the next word. */
  takeKeyword(pattern: RegExp): boolean {
    this.skipSpace()
    return this.take(pattern) !== undefined
  }

  takeOperator(): ComparisonOperator | undefined {
    this.skipSpace()
    const found = this.take(operator)?.[0]
    return found === '<>' ? '!=' : (found as ComparisonOperator | undefined)
  }

  /** Reads a field's name, bare (`a.b`) or in any of the three quotes. */
  readField(expected = 'a field name'): Field {
    this.skipSpace()
    const at = this.at
    const quote = this.#quoteHere()
    const path = quote === 'none' ? this.take(name)?.[0] : this.#readQuoted(quote)
    if (path === undefined || path === '') return this.fail(expected, at)
    // Names are taken apart at their dots, again and again.
    if (path.length > longestName || path.split('.', mostParts + 1).length > mostParts)
      return this.fail(`a name of ${longestName} characters and ${mostParts} parts at most`, at)
    return Object.freeze({ path, quote, at })
  }

  /** Reads a value; inside an IN list a comma ends a bare one. */
  readValue(place: 'comparison' | 'list'): Value {
    this.skipSpace()
    const at = this.at
    const quote = this.#quoteHere()
    if (quote !== 'none') return Object.freeze({ kind: 'text', text: this.#readQuoted(quote), quote, at })
    if (/[=<>]/.test(this.text[at] ?? '')) this.fail('a value')
    let text = this.take(place === 'list' ? bareListValue : bareValue)?.[0] ?? this.fail('a value')
    if (dateTime.test(text)) {
      const offset = this.take(lostOffset)?.[1]
      if (offset !== undefined) text += `+${offset}`
    }
    return Object.freeze({ kind: findKind(text), text, quote, at })
  }

  #quoteHere(): Quote {
    const mark = this.text[this.at]
    return mark === "'" ? 'single' : mark === '"' ? 'double' : mark === '`' ? 'backtick' : 'none'
  }

  /** A doubled mark is one of it; in single quotes a backslash before the mark does the same (contract 6.2). */
  #readQuoted(quote: Exclude<Quote, 'none'>): string {
    const mark = quoteMarks[quote]
    let read = ''
    for (let at = this.at + 1; at < this.text.length; at++) {
      const character = this.text[at]!
      const next = this.text[at + 1]
      if (character === mark && next !== mark) {
        this.at = at + 1
        return read
      }
      const escaped = next === mark && (character === mark || (quote === 'single' && character === '\\'))
      read += escaped ? mark : character
      if (escaped) at++
    }
    return this.fail(`a closing ${mark}`, this.text.length)
  }

  /** Throws query-malformed (400): where (counted from 1), what may stand there, what does. */
  fail(expected: string, at = this.at): never {
    const rest = this.text.slice(at).trimStart()
    const position = this.text.length - rest.length + 1
    const word = /^(?:[\p{L}\p{N}_]+|.)/su.exec(rest)?.[0]
    const found = word === undefined ? 'the end' : JSON.stringify(word.length > 20 ? `${word.slice(0, 20)}…` : word)
    throw createError('query-malformed', { params: { reason: `expected ${expected} at position ${position}, found ${found}` } })
  }
}

function findKind(bare: string): Value['kind'] {
  if (number.test(bare)) return 'number'
  const word = bare.toLowerCase()
  return word === 'true' || word === 'false' ? 'boolean' : word === 'null' ? 'null' : 'text'
}
