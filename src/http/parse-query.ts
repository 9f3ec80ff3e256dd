/** The query of a URL as values. Clients send `where=name like 'x%'` raw (contract 6.1), so a percent sign that encodes nothing stands for itself. */
import { parse } from 'node:querystring'
import type { QueryValues } from '../lib/hub-request.ts'

/** Whatever may be one character of UTF-8, percent-encoded; decoding tells whether it is. */
const character = /%(?:[0-7][\da-f]|[c-d][\da-f]%[89ab][\da-f]|e[\da-f](?:%[89ab][\da-f]){2}|f[0-7](?:%[89ab][\da-f]){3})/gi

/** Names and values, all of them, decoded; `+` is a blank. Never throws. */
export function parseQuery(text: string): QueryValues {
  return parse(text, '&', '=', { maxKeys: 0, decodeURIComponent: decode }) as QueryValues
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(character, decodeCharacter)
  }
}

function decodeCharacter(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
