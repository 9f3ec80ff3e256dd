/** The client's body → what of it goes to the vendor before parameters add theirs (contract 13.1 step 5). */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { compileReader } from '../lib/json-path.ts'
import type { PreparedResource } from './prepare.ts'
import { readDirectory } from './read-directory.ts'
import type { CallSession } from './send.ts'
import { closeGaps } from './steps/merge-positions.ts'
import type { Draft } from './types.ts'
import { listUndescribed } from './undescribed-fields.ts'

export interface BodyPlanning {
  readonly resource: CompiledResource
  readonly prepared: PreparedResource
  readonly request: HubRequest
  readonly draft: Draft
  readonly notes: string[]
  /** Those of a form that the client sent. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

/** Clients send bodies with a GET or DELETE that mean nothing (contract 1.10); vendors refuse them. */
export function takesBody(request: HubRequest, prepared: PreparedResource): boolean {
  if (request.body.kind === 'empty' && !prepared.buildsBody) return false
  return request.method !== 'GET' && (request.method !== 'DELETE' || prepared.takesBody)
}

/** Puts the body into the draft. Throws unsupported-media-type (415), invalid-body or field-refused (400), and what reading a vendor list throws. */
export async function planBody(session: CallSession, { resource, prepared, request, draft, notes, fields }: BodyPlanning): Promise<void> {
  const { body } = request
  if (!prepared.buildsBody) {
    if (!prepared.passesBody) return
    if (body.kind === 'json') draft.json = prepared.changesBody ? structuredClone(body.value) : body.value
    else if (body.kind !== 'empty') draft.passed = body
    return
  }
  if ((body.kind === 'text' || body.kind === 'stream') && fields === undefined) {
    throw createError('unsupported-media-type', { params: { contentType: body.contentType, expected: 'application/json' } })
  }
  const value = body.kind === 'json' ? body.value : fields
  const { transformation } = resource
  if (transformation === undefined) {
    if (prepared.passesBody) draft.json = prepared.changesBody ? structuredClone(value ?? undefined) : (value ?? undefined)
    checkRequired(resource, value)
    return
  }
  const record = checkRecord(value ?? {})
  checkRequired(resource, record)
  let mapped = transformation.toVendor(record)
  if (mapped.usesCustom && transformation.customDirectory !== undefined) {
    mapped = transformation.toVendor(record, (await readDirectory(session, transformation.customDirectory)).idOfName)
  }
  const undescribed = await listUndescribed(session, { resource, request, record })
  const readOnly = isSentBack(record, mapped.readOnly, draft.path) ? [] : mapped.readOnly
  const ignored = new Set([...mapped.ignored, ...readOnly, ...undescribed])
  if (ignored.size > 0) {
    draft.ignored = ignored
    // In the client's own order; those inside of a member come last.
    const names = new Set([...Object.keys(record).filter((name) => ignored.has(name)), ...ignored])
    notes.push(`Ignored fields: ${[...names].join(', ')}`)
  }
  const { positions } = transformation
  // Where what is there is read first, places are still to be told apart.
  const isMerged = positions.length > 0 && resource.steps.some(({ kind }) => kind === 'read-merge-write')
  draft.json = positions.length === 0 || isMerged ? mapped.body : closeGaps(mapped.body, positions)
}

/** A record that was read and comes back whole brings what only the vendor sets, its id among it: there is nothing to tell of these. */
function isSentBack(
  record: Readonly<Record<string, unknown>>,
  readOnly: readonly string[],
  pathParameters: Readonly<Record<string, string>>,
): boolean {
  const ids = Object.values(pathParameters)
  return readOnly.some((name) => ids.includes(String(record[name])))
}

function checkRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const got = Array.isArray(value) ? 'an array' : `a ${typeof value}`
  throw createError('invalid-body', { params: { reason: `expected a JSON object, got ${got}` } })
}

function checkRequired(resource: CompiledResource, record: unknown): void {
  for (const { anyOf, message } of resource.requires) {
    const given = anyOf.some((name) => hasValue(record, name))
    if (!given) throw createError('field-refused', { params: { reason: message } })
  }
}

function hasValue(record: unknown, path: string): boolean {
  if (path === '*') return Object.keys(Object(record)).length > 0
  const flat = (record as Record<string, unknown> | null | undefined)?.[path]
  const value = flat === undefined ? compileReader(path)(record) : flat
  return value !== undefined && value !== null && value !== ''
}
