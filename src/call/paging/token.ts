/** The next-page token (contract 7.3): opaque to clients, bound to the list it came from, and signed, so that only what we wrote is believed. */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { createError } from '../../lib/errors.ts'
import type { PageState } from './paging.ts'

/** What a token is good for. */
export interface TokenSeal {
  /** The same in every process and after every start. (A key object: signing with raw bytes costs three times as much.) */
  readonly key: KeyObject
  /** Which list of which instance it belongs to. */
  readonly binding: string
}

/** Writes the state of a page as base64url text. */
export function writePageToken(state: PageState, seal: TokenSeal): string {
  const text = Buffer.from(JSON.stringify(listState(state)))
  return Buffer.concat([sign(text, seal), text]).toString('base64url')
}

/** Reads a token back; throws page-token-damaged (400) when it is none of ours, altered, or of another list. */
export function readPageToken(token: string, seal: TokenSeal): PageState {
  const state = tryPageToken(token, seal)
  if (state === undefined) throw createError('page-token-damaged')
  return state
}

/** Reads a token back; undefined when it is none of ours, altered, or of another list. */
export function tryPageToken(token: string, seal: TokenSeal): PageState | undefined {
  const bytes = Buffer.from(token, 'base64url')
  const text = bytes.subarray(signatureLength)
  const isWhole = bytes.length > signatureLength && bytes.toString('base64url') === token.replace(/=+$/, '')
  if (!isWhole || !timingSafeEqual(bytes.subarray(0, signatureLength), sign(text, seal))) return undefined
  return parseState(text.toString('utf8'))
}

/** Bytes: 128 bits are beyond guessing. */
const signatureLength = 16

function sign(text: Buffer, { key, binding }: TokenSeal): Buffer {
  return createHmac('sha256', key).update(`${binding}\n`).update(text).digest().subarray(0, signatureLength)
}

/** Short where little is to be said: `[40]`, `[40,"cursor"]`, `[0,"cursor",{"size":200}]`. */
function listState({ skip, cursor, ...rest }: PageState): readonly unknown[] {
  if (Object.keys(rest).length > 0) return [skip, cursor ?? null, rest]
  return cursor === undefined ? [skip] : [skip, cursor]
}

/** Another version of this server may have signed another form. */
function parseState(text: string): PageState {
  const list: unknown = JSON.parse(text)
  const [skip, cursor, rest] = Array.isArray(list) ? (list as unknown[]) : []
  const isPlace = isWhole(skip) && (cursor === undefined || typeof cursor === 'string' || (cursor === null && rest !== undefined))
  if (!isPlace || (rest !== undefined && (typeof rest !== 'object' || rest === null))) throw createError('page-token-damaged')
  const more = Object.entries(rest ?? {})
  if (!more.every(([name, value]) => wholeMembers.has(name) && isWhole(value))) throw createError('page-token-damaged')
  return { skip, ...(typeof cursor === 'string' && { cursor }), ...Object.fromEntries(more) }
}

const wholeMembers: ReadonlySet<string> = new Set(['size', 'row', 'since', 'inside'])

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
