/** The next-page token (contract 7.3): opaque to clients, bound to the list it came from, and checked before it is believed. */
import { createHash } from 'node:crypto'
import { createError } from '../../lib/errors.ts'
import type { PageState } from './paging.ts'

/** Writes the state of a page as base64url text; `binding` says which list of which instance it belongs to. */
export function writePageToken(state: PageState, binding: string): string {
  const text = JSON.stringify(state.cursor === undefined ? [state.skip] : [state.skip, state.cursor])
  return Buffer.from(`${digest(text, binding)}${text}`, 'utf8').toString('base64url')
}

/** Reads a token back; throws page-token-damaged (400) when it is none of ours, altered, or of another list. */
export function readPageToken(token: string, binding: string): PageState {
  const bytes = Buffer.from(token, 'base64url')
  const whole = bytes.toString('utf8')
  const text = whole.slice(digestLength)
  const intact = bytes.toString('base64url') === token.replace(/=+$/, '') && whole.slice(0, digestLength) === digest(text, binding)
  if (!intact) throw createError('page-token-damaged')
  const [skip, cursor] = JSON.parse(text) as [number, string?]
  return cursor === undefined ? { skip } : { skip, cursor }
}

const digestLength = 12

function digest(text: string, binding: string): string {
  return createHash('sha256').update(`${binding}\n${text}`).digest('base64url').slice(0, digestLength)
}
