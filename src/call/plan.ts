/** Target + request → what will be asked of the vendor: decided here, done in `run-plan`. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { compileReader } from '../lib/json-path.ts'
import { guardConfiguration } from './build-request.ts'
import { interpolateUrl } from './interpolate.ts'
import { planPaging } from './paging/plan-paging.ts'
import { applyParameters } from './parameters.ts'
import { type PreparedResource, prepareResource } from './prepare.ts'
import { readDirectory } from './read-directory.ts'
import { planFields, planOrderBy, planWhere } from './search.ts'
import type { CallSession } from './send.ts'
import type { CallInstance, Draft, Plan, Target } from './types.ts'

/**
 * Plans a call. Throws 400: invalid-parameter, invalid-body, field-refused, parameter-required, the refusals of `where`, `orderBy` and paging;
 * 415 for a body that should be JSON; what the vendor answers when names of its own fields are needed for a write.
 */
export async function planVendorCalls(session: CallSession, target: Target, asked: HubRequest): Promise<Plan> {
  const { resource, pathParameters } = target
  const { instance } = session
  const prepared = prepareResource(resource)
  const request = prepared.readsQueryAsWhere ? renameQuery(asked) : asked
  const notes: string[] = []
  const draft: Draft = {
    method: resource.vendorMethod,
    vendorPath: interpolateUrl(resource.vendorPath, guardConfiguration(instance)),
    path: { ...pathParameters },
    query: [],
    headers: {},
    json: undefined,
    form: undefined,
    passed: undefined,
  }
  if (takesBody(request, prepared)) await planBody(session, { resource, prepared, request, draft, notes })
  const context = { request, pathParameters, ...guardConfiguration(instance), mapped: prepared.mapped }
  applyParameters(draft, resource.parameters, context)
  if (resource.constantBody !== undefined) draft.json = { ...(draft.json as object | undefined), ...resource.constantBody }
  if (request.method !== 'GET') return { draft, paging: undefined, fields: planFields(request.query), notes }
  const { query } = request
  if (isSelectable(resource, 'where')) addAll(draft, planWhere(resource, query))
  if (isSelectable(resource, 'orderBy')) addAll(draft, planOrderBy(resource, query))
  return { draft, paging: planPage(instance, { resource, prepared, request, notes }), fields: planFields(query), notes }
}

/** Old clients say `query` for `where` (contract 5.5 and 15); where both are sent, `where` counts. */
function renameQuery(request: HubRequest): HubRequest {
  const { query } = request
  if (request.method !== 'GET' || query['query'] === undefined || query['where'] !== undefined) return request
  return { ...request, query: { ...query, where: query['query'] } }
}

function addAll(draft: Draft, parameters: readonly (readonly [string, string])[]): void {
  for (const [name, value] of parameters) draft.query.push([name, value])
}

/** A single record is not selected, and an element may pass `where` on in the vendor's own words. */
function isSelectable(resource: CompiledResource, name: 'where' | 'orderBy'): boolean {
  if (resource[name] !== undefined) return true
  return !resource.path.endsWith('}') && !resource.parameters.some((parameter) => parameter.type === 'query' && parameter.name === name)
}

interface Planning {
  readonly resource: CompiledResource
  readonly prepared: PreparedResource
  readonly request: HubRequest
  readonly notes: string[]
}

function planPage(instance: CallInstance, { resource, prepared, request, notes }: Planning): Plan['paging'] {
  if (resource.paging === undefined) return undefined
  const selected = prepared.selecting.map((name) => request.query[name] ?? null)
  const { paging, note } = planPaging({
    style: resource.paging,
    query: request.query,
    configuredMaximum: instance.configuration['pagination.max'],
    tokenKey: instance.pageTokenKey,
    binding: JSON.stringify([instance.id, resource.id, request.segments, selected]),
  })
  if (note !== undefined) notes.push(note)
  return paging
}

/** Clients send bodies with a GET or DELETE that mean nothing (contract 1.10); vendors refuse them. */
function takesBody(request: HubRequest, prepared: PreparedResource): boolean {
  return request.method !== 'GET' && (request.method !== 'DELETE' || prepared.takesBody)
}

async function planBody(
  session: CallSession,
  { resource, prepared, request, draft, notes }: Planning & { readonly draft: Draft },
): Promise<void> {
  const { body } = request
  if (!prepared.buildsBody) {
    if (body.kind === 'json') draft.json = body.value
    else if (body.kind !== 'empty') draft.passed = body
    return
  }
  if (body.kind === 'text' || body.kind === 'stream') {
    throw createError('unsupported-media-type', { params: { contentType: body.contentType, expected: 'application/json' } })
  }
  const value = body.kind === 'json' ? body.value : undefined
  const { transformation } = resource
  if (transformation === undefined) {
    if (takesWhole(resource)) draft.json = value ?? undefined
    checkRequired(resource, value)
    return
  }
  const record = checkRecord(value ?? {})
  checkRequired(resource, record)
  let mapped = transformation.toVendor(record)
  if (mapped.usesCustom && transformation.customDirectory !== undefined) {
    mapped = transformation.toVendor(record, (await readDirectory(session, transformation.customDirectory)).idOfName)
  }
  const ignored = new Set([...mapped.ignored, ...(isSentBack(record, mapped.readOnly, draft.path) ? [] : mapped.readOnly)])
  if (ignored.size > 0) {
    const names = Object.keys(record).filter((name) => ignored.has(name))
    notes.push(`Ignored fields: ${names.join(', ')}`)
  }
  draft.json = mapped.body
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

/** Once an element names single fields of the body, the rest of it does not go on, unless it says so. */
function takesWhole({ parameters }: CompiledResource): boolean {
  const named = parameters.some(({ vendorType }) => vendorType === 'bodyField' || vendorType === 'form')
  return !named || parameters.some(({ type, vendorType }) => type === 'body' && vendorType === 'body')
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
  const flat = (record as Record<string, unknown> | null | undefined)?.[path]
  const value = flat === undefined ? compileReader(path)(record) : flat
  return value !== undefined && value !== null && value !== ''
}
