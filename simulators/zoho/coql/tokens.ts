// COQL cut into words, texts, numbers and signs.
import { ApiError } from '../errors.ts'

export interface Token {
  kind: 'word' | 'text' | 'number' | 'sign' | 'end'
  text: string
  at: number
}

const pattern =
  /\s*(?:([A-Za-z_$][\w$.]*(?:->[\w.]+)?)|('(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*")|(-?\d[\w:.+-]*)|(<>|<=|>=|!=|[=<>(),*])|(\S))/y

/** Cuts a query. @throws ApiError 400 at a sign that means nothing */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < query.length) {
    const match = pattern.exec(query)
    if (!match) break
    const [whole, word, text, number, sign, other] = match
    const at = match.index + whole.length - (word ?? text ?? number ?? sign ?? other ?? '').length
    if (other !== undefined) throw refuseSyntax({ kind: 'sign', text: other, at })
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at })
    else if (text !== undefined) tokens.push({ kind: 'text', text: unquote(text), at })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at })
  }
  tokens.push({ kind: 'end', text: '', at: query.length })
  return tokens
}

/** 400: the query cannot be read beyond this token. */
export function refuseSyntax(token: Token): ApiError {
  const details = { line: 1, column: token.at + 1, near: token.text }
  return new ApiError(400, 'SYNTAX_ERROR', 'error occured while parsing the query', details)
}

// A quote inside is doubled, or escaped by a backslash.
function unquote(text: string): string {
  const quote = text[0] as string
  return text
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replace(/\\(.)/g, '$1')
}
