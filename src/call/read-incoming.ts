/** The client's body as parameters and hooks need it: fields of a form, parts of a multipart body up to its first file, texts where a script reads them. */
import type { Readable } from 'node:stream'
import { createError } from '../lib/errors.ts'
import type { Body, HubRequest } from '../lib/hub-request.ts'
import { readContentKind } from './body/content-kind.ts'
import { readForm } from './body/form.ts'
import { isMultipartFile } from './body/multipart-part.ts'
import { readMultipart } from './body/read-multipart.ts'
import type { PreparedResource } from './prepare.ts'

export interface Incoming {
  readonly request: HubRequest
  readonly fields: Readonly<Record<string, unknown>> | undefined
}

/** Bytes of a body that is read whole because a script or a parameter wants to see it. */
const longestText = 8 * 1024 * 1024

/** Reads as much as the resource needs; a body that nobody looks into stays a stream. Throws invalid-body (400) or body-too-large (413). */
export async function readIncoming(request: HubRequest, { readsFields, showsBody }: PreparedResource): Promise<Incoming> {
  const { body } = request
  if (body.kind === 'json') return { request, fields: readsFields ? membersOf(body.value) : undefined }
  if (body.kind === 'empty' || !(readsFields || showsBody)) return { request, fields: undefined }
  const kind = readContentKind(body.contentType)
  if (kind === 'multipart' && readsFields && body.kind === 'stream') {
    const fields = await readMultipart(body.stream, body.contentType)
    const texts = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isMultipartFile(value)))
    return { request: { ...request, body: { kind: 'json', value: texts } }, fields }
  }
  if (kind !== 'form' && kind !== 'text' && kind !== 'xml') return { request, fields: undefined }
  const read: Body = body.kind === 'text' ? body : { kind: 'text', text: await readText(body.stream), contentType: body.contentType }
  return { request: { ...request, body: read }, fields: kind === 'form' && readsFields ? readForm(read.text) : undefined }
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > longestText) throw createError('body-too-large', { params: { limit: `${longestText / 1024 / 1024} MB for this resource` } })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}
