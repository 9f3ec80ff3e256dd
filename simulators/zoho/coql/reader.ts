// Tokens read one after the other.
import { refuseSyntax, type Token } from './tokens.ts'

/** Reading tokens one after the other. */
export interface Reader {
  peek: () => Token
  next: () => Token
  /** Whether the next token is this keyword or sign; takes it when it is. */
  take: (text: string) => boolean
  expect: (text: string) => void
}

/** A reader at the first token. */
export function createReader(tokens: Token[]): Reader {
  let at = 0
  const peek = () => tokens[at] as Token
  const next = () => {
    const token = peek()
    if (token.kind !== 'end') at += 1
    return token
  }
  const take = (text: string) => {
    const token = peek()
    const found = (token.kind === 'word' || token.kind === 'sign') && token.text.toLowerCase() === text
    if (found) at += 1
    return found
  }
  const expect = (text: string) => {
    if (!take(text)) throw refuseSyntax(peek())
  }
  return { peek, next, take, expect }
}

/** A name. */
export function readWord(reader: Reader): string {
  const token = reader.next()
  if (token.kind !== 'word' && token.kind !== 'text') throw refuseSyntax(token)
  return token.text
}
