/** The vendor's answer, read once: JSON parsed, nothing as empty, anything else handed on (contract 13.1 step 8). */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { EgressResponse } from '../lib/egress.ts'
import { createError, OctetError } from '../lib/errors.ts'
import { readContentKind } from './body/content-kind.ts'
import { parseVendorJson } from './body/read-json.ts'
import type { CallSession } from './send.ts'
import type { Content } from './types.ts'
import { createVendorError } from './vendor-errors.ts'

export interface Reading {
  /** A text is read as JSON too when it looks like it, whatever its type says. */
  readonly expectJson: boolean
  /** What a plain document's resource answers in XML is read as values. */
  readonly resource?: CompiledResource
}

/** Reads a 2xx answer. Throws the vendor's refusal for any other status, vendor-unreadable (502) for JSON or XML that is none. */
export async function readContent(session: CallSession, response: EgressResponse, { expectJson, resource }: Reading): Promise<Content> {
  await demandSuccess(session, response)
  const { status } = response
  const contentType = readHeader(response, 'content-type') ?? ''
  if (/[/+]json\b/i.test(contentType)) return parseContent(await readText(session, response))
  if (status === 204 || status === 205 || readHeader(response, 'content-length') === '0') {
    await response.discard()
    return { kind: 'empty' }
  }
  if (resource?.isPlain === true && readContentKind(contentType) === 'xml') {
    const text = await readText(session, response)
    return text.trim() === '' ? { kind: 'empty' } : { kind: 'json', value: await session.parts.xml.read(text, session.instance.accountId) }
  }
  if (contentType === '' || (expectJson && /^text\/(plain|html|javascript)/i.test(contentType))) {
    const text = await readText(session, response)
    if (text === '') return { kind: 'empty' }
    if (/^\s*[{[]/.test(text)) return parseContent(text)
    return { kind: 'other', body: { kind: 'text', text, contentType: contentType || 'text/plain' }, headers: {} }
  }
  const length =
    readHeader(response, 'content-encoding') === undefined ? Number(readHeader(response, 'content-length') ?? Number.NaN) : Number.NaN
  const disposition = readHeader(response, 'content-disposition')
  return {
    kind: 'other',
    body: { kind: 'stream', stream: response.stream(), contentType, ...(Number.isSafeInteger(length) && { length }) },
    headers: disposition === undefined ? {} : { 'Content-Disposition': disposition },
  }
}

async function readText({ budget }: CallSession, response: EgressResponse): Promise<string> {
  const text = await response.text()
  budget.spend(text.length)
  return text
}

/** For answers of which only the status counts: whatever came with a 2xx is read away. Throws the vendor's refusal for any other status. */
export async function discardContent(session: CallSession, response: EgressResponse): Promise<Content> {
  await demandSuccess(session, response)
  await response.discard()
  return { kind: 'empty' }
}

async function demandSuccess({ instance, configuration, credential, parts }: CallSession, response: EgressResponse): Promise<void> {
  if (response.status >= 200 && response.status < 300) return
  throw await createVendorError(response, { instance, configuration, credential, now: parts.clock() })
}

function parseContent(text: string): Content {
  if (text === '' || text.trim() === '') return { kind: 'empty' }
  try {
    return { kind: 'json', value: parseVendorJson(text) }
  } catch (error) {
    if (error instanceof OctetError) throw error
    throw createError('vendor-unreadable', { params: { reason: 'it is not valid JSON' }, cause: error })
  }
}

function readHeader(response: EgressResponse, name: string): string | undefined {
  const value = response.headers[name]
  return typeof value === 'string' ? value : value?.[0]
}
