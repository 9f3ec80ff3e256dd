// Refusals that point at a place in the query, as the vendor words them: the surroundings, a caret, row and column, the reason.
import { type ApiError, refuse } from '../errors.ts'

/** 400 with the place the query is wrong at. */
export function refuseAt(text: string, at: number, code: string, reason: string): ApiError {
  const before = text.slice(0, at)
  const row = before.split('\n').length
  const column = at - (before.lastIndexOf('\n') + 1)
  const from = Math.max(at - column, at - 40)
  const line = (text.slice(from).split('\n')[0] ?? '').slice(0, 90)
  return refuse(400, code, `\n${line}\n${' '.repeat(at - from)}^\nERROR at Row:${row}:Column:${column + 1}\n${reason}`)
}

/** 400: the query cannot be read beyond this word. */
export function refuseToken(text: string, at: number, word: string): ApiError {
  return refuseAt(text, at, 'MALFORMED_QUERY', `unexpected token: ${word === '' ? '<EOF>' : `'${word}'`}`)
}
