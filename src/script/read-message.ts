/** What a thread says, read as if anybody could have written it: scripts can change whatever is made inside of the sandbox. Everything is copied member by member. */

import { isRecord } from '../lib/is-record.ts'
import type { Ending, Failure, FromWorker, ScriptRequest } from './messages.ts'

/** Characters of an error's text that are kept. */
const longestReason = 2000
const failureCodes: readonly string[] = ['script-failed', 'script-silent', 'script-timeout', 'script-too-large'] satisfies Failure['code'][]

/** Reads a message; undefined for what is none. Never throws on data that crossed from a thread. */
export function readMessage(value: unknown): FromWorker | undefined {
  if (!isRecord(value) || !isCount(value['run'])) return undefined
  const { run, type, isWorn, level, text } = value
  if (type === 'parked' || type === 'resumed') return { run, type }
  if (type === 'console') return typeof level === 'string' && typeof text === 'string' ? { run, type, level, text } : undefined
  if (type === 'request') {
    const { id } = value
    const request = readScriptRequest(value['request'])
    return isCount(id) && request !== undefined ? { run, type, id, request } : undefined
  }
  const endings = type === 'ended' ? readEndings(value['endings']) : undefined
  return endings === undefined || typeof isWorn !== 'boolean' ? undefined : { run, type: 'ended', endings, isWorn }
}

function readEndings(value: unknown): Ending[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const endings = value.map(readEnding).filter((ending) => ending !== undefined)
  return endings.length === value.length ? endings : undefined
}

function readEnding(value: unknown): Ending | undefined {
  if (!isRecord(value)) return undefined
  if (typeof value['result'] === 'string') return { result: value['result'] }
  const failure = readFailure(value['failure'])
  return failure === undefined ? undefined : { failure }
}

/** Reads a request; undefined for what is none. */
export function readScriptRequest(value: unknown): ScriptRequest | undefined {
  if (!isRecord(value)) return undefined
  const { url, method, headers, body, isBase64, timeoutMs, follow } = value
  if (typeof url !== 'string' || typeof method !== 'string' || !isRecord(headers)) return undefined
  if (body !== undefined && typeof body !== 'string') return undefined
  const texts = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  if (texts.length < Object.keys(headers).length) return undefined
  return {
    url,
    method,
    headers: Object.fromEntries(texts),
    ...(body !== undefined && { body, isBase64: isBase64 === true }),
    ...(typeof timeoutMs === 'number' && timeoutMs > 0 && { timeoutMs }),
    follow: follow === true,
  }
}

function readFailure(value: unknown): Failure | undefined {
  if (!isRecord(value)) return undefined
  const { code, reason, line } = value
  if (typeof code !== 'string' || !failureCodes.includes(code) || typeof reason !== 'string') return undefined
  return { code: code as Failure['code'], reason: reason.slice(0, longestReason), ...(isCount(line) && { line }) }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
