/** A call of a common resource: the request in the element's words, the element's answer in the client's (contract 9.3). Rows and pages stay as they are. */
import { callVendor } from '../../call/call.ts'
import { dropMessage } from '../../call/check-answer.ts'
import { chooseNulls } from '../../call/map-rows.ts'
import { matchResource } from '../../call/match.ts'
import { prepareResource } from '../../call/prepare.ts'
import { compileProjection, type Projection } from '../../call/project.ts'
import type { CallParts, Target } from '../../call/types.ts'
import type { ApplyContext, MappingRunner } from '../../common-resources/apply/mapping-runner.ts'
import type { InstanceMapping } from '../../common-resources/instance-mapping.ts'
import { createError, OctetError } from '../../lib/errors.ts'
import { type Body, emptyBody, type HubRequest, type HubResponse } from '../../lib/hub-request.ts'
import { omitNulls } from '../../transform/omit-nulls.ts'
import type { HubInstance } from '../hub-instance.ts'
import type { MappedCall } from './find-mapped.ts'
import { mapQuery } from './map-query.ts'
import { dropItems, openNames } from './mapped-names.ts'
import { isPlace } from './vendor-path.ts'

export interface Called {
  readonly instance: HubInstance
  readonly userId: number
  readonly mapped: MappedCall
  /** As the client sent it. */
  readonly request: HubRequest
}

/** Answers it. Throws as `callVendor`; mapped-resource-missing, mapped-id-required, field-not-mapped and field-not-selectable (400). */
export async function answerMapped(parts: { call: CallParts; runner: MappingRunner }, called: Called): Promise<HubResponse> {
  const { instance, mapped, request } = called
  const target = findTarget(called)
  const asked: HubRequest = { ...request, segments: mapped.segments }
  if (!holdsFor(mapped, target)) return callVendor(parts.call, instance.call, asked)
  const { id: instanceId, organizationId, accountId } = instance
  const extent = request.method === 'PATCH' ? 'partial' : 'whole'
  const context: ApplyContext = { organizationId, accountId, userId: called.userId, instanceId, extent, signal: request.signal }
  const isList = target.resource.isPlain || target.resource.paging !== undefined || !target.resource.path.endsWith('}')
  const query = prepareResource(target.resource).readsQueryAsWhere ? renameQuery(request) : request.query
  const { mapping } = mapped
  const { query: translated, fields } = await mapQuery(parts.runner, { context, mapping, isList }, query)
  const body = await mapBody(parts.runner, { context, mapping }, request)
  // A script sees what is null, and may answer more of it.
  const isScripted = mapping.script !== undefined
  const response = await callVendor(parts.call, instance.call, {
    ...asked,
    query: translated,
    body,
    ...(isScripted && { keepsNulls: true }),
  })
  return mapResponse(parts.runner, { context, mapping, fields, nulls: isScripted ? chooseNulls(instance.call) : 'keep' }, response)
}

/** The element's resource. What it does not have is told with both names. */
function findTarget({ instance, mapped, request }: Called): Target {
  const { objectName, vendorName } = mapped.mapping
  if (mapped.missing !== undefined) {
    throw createError('mapped-id-required', { params: { object: objectName, vendorName, place: mapped.missing } })
  }
  try {
    return matchResource(instance.call.element, { ...request, segments: mapped.segments })
  } catch (error) {
    if (!(error instanceof OctetError)) throw error
    if (error.code === 'not-supported') {
      throw createError('mapped-resource-missing', { params: { object: objectName, vendorName, element: instance.call.element.key } })
    }
    if (error.code !== 'method-not-allowed') throw error
    const allowed = error.headers['allow'] ?? ''
    const path = `/${request.segments.join('/')}`
    throw createError('method-not-allowed', { params: { method: request.method, path, allowed }, headers: { allow: allowed } })
  }
}

/** Of the vendor's name and an id behind it; what lies further below, or is asked of a list as a whole, is the element's own. */
function holdsFor({ depth, segments }: MappedCall, { resource }: Target): boolean {
  const below = segments.length - depth
  return below === 0 || (below === 1 && isPlace(resource.path.split('/')[depth + 1] ?? ''))
}

/** Old clients say `query` for `where` (contract 5.5). */
function renameQuery({ method, query }: HubRequest): HubRequest['query'] {
  const { query: old, ...others } = query
  return method !== 'GET' || old === undefined || others['where'] !== undefined ? query : { ...others, where: old }
}

interface Mapping {
  readonly context: ApplyContext
  readonly mapping: InstanceMapping
}

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/** Files and forms are no records. */
async function mapBody(runner: MappingRunner, { context, mapping }: Mapping, { method, body }: HubRequest): Promise<Body> {
  if (body.kind !== 'json' || !writing.has(method)) return body
  if (Array.isArray(body.value)) return { kind: 'json', value: await runner.toVendor(context, mapping, body.value) }
  const [value] = await runner.toVendor(context, mapping, [body.value])
  return { kind: 'json', value }
}

interface Reading extends Mapping {
  /** The client's names of the fields to answer; undefined: all. */
  readonly fields: readonly string[] | undefined
  readonly nulls: 'keep' | 'omit'
}

async function mapResponse(runner: MappingRunner, reading: Reading, response: HubResponse): Promise<HubResponse> {
  const { body } = response
  if (body.kind !== 'json' || typeof body.value !== 'object' || body.value === null) return response
  const isList = Array.isArray(body.value)
  const records = isList ? (body.value as readonly unknown[]) : [body.value]
  const read = await runner.fromVendor(reading.context, reading.mapping, records)
  const projection = openProjection(reading)
  const dropNulls = reading.nulls === 'omit' ? omitNulls : (record: unknown) => record
  const rows = projection === undefined ? read.map(dropNulls) : read.map((record) => dropNulls(projection.project(record)))
  const missing = projection?.listMissing() ?? []
  const notes = missing.length === 0 ? [] : [`fields: no record here has ${missing.join(', ')}`]
  const headers = addNotes(response.headers, notes)
  if (isList) {
    // A script may have answered nothing for some.
    if (rows.length !== records.length) headers['Elements-Returned-Count'] = String(rows.length)
    return { ...response, headers, body: { kind: 'json', value: rows } }
  }
  if (rows.length === 0) return { ...response, headers, body: emptyBody }
  const { value, isDropped } = dropMessage(rows[0])
  if (!isDropped) return { ...response, headers, body: { kind: 'json', value } }
  return { ...response, headers: addNotes(headers, ['message is left out: clients take it for an error']), body: { kind: 'json', value } }
}

function openProjection({ mapping, fields }: Reading): Projection | undefined {
  if (fields === undefined) return undefined
  const { has } = openNames(mapping)
  return compileProjection(fields.map(dropItems), { into: undefined, has, mayHave: has })
}

/** A header holds no line breaks, and names of fields may hold anything. */
function addNotes(headers: HubResponse['headers'], notes: readonly string[]): Record<string, string> {
  if (notes.length === 0) return { ...headers }
  const told = [headers['Elements-Error'] ?? [], ...notes].flat().join('; ')
  return { ...headers, 'Elements-Error': told.replace(/[^\x20-\x7e]/g, '?').slice(0, 2000) }
}
