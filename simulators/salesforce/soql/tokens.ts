// SOQL cut into words, texts, numbers, days, times and signs.
import { refuse } from '../errors.ts'
import { refuseAt, refuseToken } from './refuse.ts'

export interface Token {
  kind: 'word' | 'text' | 'number' | 'date' | 'time' | 'sign' | 'end'
  /** As written; a text without its quotes and escapes. */
  text: string
  /** Of a text: source of a regular expression for LIKE. */
  like: string
  at: number
}

const pattern =
  /\s*(?:([A-Za-z]\w*(?:\.[A-Za-z]\w*)*(?::\d+)?)|('(?:[^'\\]|\\.)*')|(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)|(\d{4}-\d\d-\d\d)|([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(<>|<=|>=|!=|[=<>(),])|(\S))/isy

/** Cuts a query. @throws ApiError 400 at a sign that means nothing */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < query.length) {
    const match = pattern.exec(query)
    if (!match) break
    const [whole, word, text, time, date, number, sign, other] = match
    const found = word ?? text ?? time ?? date ?? number ?? sign ?? other ?? ''
    const at = match.index + whole.length - found.length
    if (other === "'") throw refuse(400, 'MALFORMED_QUERY', `line 1:${query.length} mismatched character '<EOF>' expecting '''`)
    if (other !== undefined) throw refuseToken(query, at, other)
    const kind = word ? 'word' : text ? 'text' : time ? 'time' : date ? 'date' : number ? 'number' : 'sign'
    if (kind === 'text') tokens.push({ kind, ...readText(query, found, at), at })
    else tokens.push({ kind, text: found, like: '', at })
  }
  tokens.push({ kind: 'end', text: '', like: '', at: query.length })
  return tokens
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\', _: '_', '%': '%' }

function readText(query: string, quoted: string, at: number): { text: string; like: string } {
  let text = ''
  let like = ''
  const add = (character: string, isWildcard: boolean) => {
    text += character
    if (isWildcard && character === '%') like += '.*'
    else if (isWildcard && character === '_') like += '.'
    else like += character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  }
  for (let index = 1; index < quoted.length - 1; index += 1) {
    const character = quoted[index] as string
    if (character !== '\\') {
      add(character, true)
      continue
    }
    index += 1
    const name = (quoted[index] as string).toLowerCase()
    const code = name === 'u' ? /^[0-9a-f]{4}/i.exec(quoted.slice(index + 1))?.[0] : undefined
    const meant = code === undefined ? escapes[name] : String.fromCharCode(Number.parseInt(code, 16))
    if (meant === undefined) {
      const reason = `Invalid string literal ${quoted}. Illegal character sequence '\\${quoted[index]}' in string literal`
      throw refuseAt(query, at, 'MALFORMED_QUERY', reason)
    }
    if (code !== undefined) index += 4
    add(meant, false)
  }
  return { text, like }
}
