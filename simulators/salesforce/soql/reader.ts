// Tokens read one after the other.
import type { ApiError } from '../errors.ts'
import type { Path } from './query.ts'
import { refuseToken } from './refuse.ts'
import { type Token, tokenize } from './tokens.ts'

export interface Reader {
  text: string
  peek: () => Token
  /** The token after the next one. */
  ahead: () => Token
  next: () => Token
  /** Whether the next token is this keyword or sign; takes it when it is. */
  take: (word: string) => boolean
  expect: (word: string) => void
  refuse: (token: Token) => ApiError
}

/** A reader at the first token. @throws ApiError 400 when the text cannot be cut */
export function createReader(text: string): Reader {
  const tokens = tokenize(text)
  let at = 0
  const peek = () => tokens[at] as Token
  const next = () => {
    const token = peek()
    if (token.kind !== 'end') at += 1
    return token
  }
  const take = (word: string) => {
    const token = peek()
    const found = (token.kind === 'word' || token.kind === 'sign') && token.text.toUpperCase() === word
    if (found) at += 1
    return found
  }
  const refuse = (token: Token) => refuseToken(text, token.at, token.text)
  const expect = (word: string) => {
    if (!take(word)) throw refuse(peek())
  }
  return { text, peek, ahead: () => tokens[Math.min(at + 1, tokens.length - 1)] as Token, next, take, expect, refuse }
}

const reserved = new Set([
  'AND',
  'ASC',
  'DESC',
  'FROM',
  'GROUP',
  'HAVING',
  'IN',
  'LIKE',
  'LIMIT',
  'NOT',
  'NULL',
  'OFFSET',
  'OR',
  'ORDER',
  'SELECT',
  'WHERE',
])

/** Whether a token can name something. */
export function isName(token: Token): boolean {
  return token.kind === 'word' && !reserved.has(token.text.toUpperCase()) && !token.text.includes(':')
}

/** A field, perhaps by way of relationships. */
export function readPath(reader: Reader): Path {
  const token = reader.next()
  if (!isName(token)) throw reader.refuse(token)
  return { names: token.text.split('.'), at: token.at }
}
