/** The vendor's answer as hooks see it: parsed where it can be, whatever its status (contract 13.1 step 8). */
import { Readable } from 'node:stream'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { EgressResponse } from '../../lib/egress.ts'
import { type ContentKind, readContentKind } from '../body/content-kind.ts'
import { parseVendorJson } from '../body/read-json.ts'
import { UnreadableXml } from '../body/read-xml.ts'
import type { CallSession } from '../send.ts'
import { readRefusal } from '../vendor-errors.ts'
import type { HookedResponse } from './exchange-state.ts'
import { createResponse } from './run-hooks.ts'

/** Bytes of an error that are read, and of a file that hooks are shown. */
const longestError = 1024 * 1024
const longestGlance = 64 * 1024

export interface Answer {
  readonly response: HookedResponse
  readonly contentType: string
  /** The language that the body was read as; undefined: text, or nothing. */
  readonly read: 'json' | 'xml' | undefined
  /** A file on its way; hooks see how it begins. */
  readonly stream: Readable | undefined
  /** Bytes, where the vendor says. */
  readonly length: number | undefined
}

/** Reads an answer. Throws what reading the body throws (502), vendor-unreadable (502) for more XML, or deeper JSON, than is read. */
export async function readAnswer(session: CallSession, vendor: EgressResponse, resource: CompiledResource): Promise<Answer> {
  const headers = copyHeaders(vendor.headers)
  const contentType = String(headers['content-type'] ?? '')
  const kind = readContentKind(contentType)
  const { status } = vendor
  const base = { ...createResponse(), status, headers }
  const told = { contentType, read: undefined, stream: undefined, length: undefined }
  if (status < 400 && (kind === 'binary' || kind === 'multipart')) return { ...told, ...(await glance(vendor, base)) }
  const text = await readText(session, vendor)
  const { body, read } = text.trim() === '' ? { body: null, read: undefined } : await parseBody(session, text, { kind, resource })
  const errorMessage = status < 400 ? undefined : readRefusal(session.instance.element, text, vendor.headers)
  return { ...told, read, response: { ...base, raw: text, rawValue: body, isJson: read === 'json', body, errorMessage } }
}

type Parsed = Pick<Answer, 'read'> & { readonly body: unknown }

async function readText({ budget }: CallSession, vendor: EgressResponse): Promise<string> {
  if (vendor.status === 204 || vendor.status === 205) {
    await vendor.discard()
    return ''
  }
  const text = vendor.status < 400 ? await vendor.text() : await vendor.excerpt(longestError).catch(() => '')
  budget.spend(text.length)
  return text
}

interface Expected {
  readonly kind: ContentKind | undefined
  readonly resource: CompiledResource
}

async function parseBody({ parts, instance }: CallSession, text: string, { kind, resource }: Expected): Promise<Parsed> {
  const first = text.trimStart()[0]
  try {
    if (kind === 'json' || ((kind === undefined || kind === 'text') && (first === '{' || first === '[')))
      return { body: parseVendorJson(text), read: 'json' }
    if (kind === 'xml' || (resource.protocol === 'soap' && first === '<'))
      return { body: await parts.xml.read(text, instance.accountId), read: 'xml' }
  } catch (error) {
    const isNone = error instanceof UnreadableXml ? !error.isTooLarge : error instanceof SyntaxError
    if (!isNone) throw error
    // It is not what it says; a hook may know what to make of it.
  }
  return { body: text, read: undefined }
}

/** Reads the beginning of a file and gives the whole of it on as it comes. */
async function glance(vendor: EgressResponse, base: HookedResponse): Promise<Pick<Answer, 'response' | 'stream' | 'length'>> {
  const chunks = (vendor.stream() as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  const seen: Buffer[] = []
  let size = 0
  while (size < longestGlance) {
    const { value, done } = await chunks.next()
    if (done === true) break
    seen.push(value)
    size += value.length
  }
  const raw = Buffer.concat(seen).subarray(0, longestGlance).toString('utf8')
  const announced = vendor.headers['content-encoding'] === undefined ? Number(vendor.headers['content-length'] ?? Number.NaN) : Number.NaN
  return {
    response: { ...base, raw, body: raw },
    stream: Readable.from(resume(seen, chunks), { objectMode: false }),
    length: Number.isSafeInteger(announced) ? announced : undefined,
  }
}

async function* resume(seen: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* seen
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

function copyHeaders(headers: EgressResponse['headers']): Record<string, string | string[]> {
  const copied: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) copied[name] = name === 'set-cookie' ? [value].flat() : [value].flat().join(', ')
  }
  return copied
}
