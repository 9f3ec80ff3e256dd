/** What objects an instance has and which fields they carry (contract 5.3, 5.4); the element's own part needs no vendor, so it works on a disabled instance too. */
import { readCustomFields } from '../call/custom-fields.ts'
import type { CallInstance, CallParts } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { describeCustomField } from '../elements/compile/object-fields.ts'
import type { DescribedField, ObjectFields } from '../elements/document/octet.ts'
import { createError, OctetError } from '../lib/errors.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'

/** The instance that is asked about; the vendor is not called for a disabled one. */
export interface Described {
  readonly call: CallInstance
  readonly disabled: boolean
}

export type Discovery = 'objects' | 'metadata' | 'docs'

/** Which question about the element a request is: GET /objects, /objects/{name}/metadata, /objects/{name}/docs; none where the element has a resource of its own. */
export function readDiscovery(element: CompiledElement, { method, segments }: HubRequest): Discovery | undefined {
  const [first, , third] = segments
  if (method !== 'GET' || first !== 'objects') return undefined
  const asked = segments.length === 1 ? 'objects' : segments.length === 3 && (third === 'metadata' || third === 'docs') ? third : undefined
  if (asked === undefined) return undefined
  const match = element.match(method, segments)
  // A generic /{objectName} is not meant by these names.
  return match.kind === 'found' && match.resource.path.split('/')[1] === 'objects' ? undefined : asked
}

/** True for GET /ping on an element that has no such resource (contract 5.3). */
export function isPing(element: CompiledElement, { method, segments }: HubRequest): boolean {
  return method === 'GET' && segments.length === 1 && segments[0] === 'ping' && !element.hasResource('ping')
}

/** The answer to a ping that no vendor is asked for. `now` in milliseconds. */
export function answerPing(element: CompiledElement, now: number): HubResponse {
  const value = { dateTime: new Date(now).toISOString(), endpoint: element.key }
  return { status: 200, headers: {}, body: { kind: 'json', value } }
}

/**
 * Answers a discovery request; an object that the element does not have is a 404. Vendor-defined fields come from the vendor's list of them; where
 * it cannot be asked, they are left out and `Elements-Error` says so. `customFieldsOnly=true` answers these alone.
 */
export async function describeObjects(parts: CallParts, instance: Described, request: HubRequest): Promise<HubResponse> {
  const { element } = instance.call
  const name = request.segments[1]
  if (name === undefined) return listObjects(element, request)
  const object = Object.hasOwn(element.objects, name) ? element.objects[name] : undefined
  if (object === undefined) throw createError('no-object', { params: { name } })
  const own = request.query['customFieldsOnly'] === 'true' ? [] : object.fields
  const custom = await listCustomFields(parts, instance, object)
  const known = new Set(object.fields.map(({ vendorPath }) => vendorPath))
  const more = Array.isArray(custom) ? custom.filter(({ vendorPath }) => !known.has(vendorPath)) : []
  const headers = typeof custom === 'string' ? { 'Elements-Error': `Vendor-defined fields are left out: ${custom}` } : {}
  return { status: 200, headers, body: { kind: 'json', value: { fields: [...own, ...more] } } }
}

/** The fields, or why they are not known. */
async function listCustomFields(
  parts: CallParts,
  { call, disabled }: Described,
  { custom }: ObjectFields,
): Promise<readonly DescribedField[] | string> {
  if (custom === undefined) return []
  if (disabled) return 'the element instance is disabled'
  try {
    const entries = await readCustomFields(parts, call, custom.directory)
    return entries.map((entry) => describeCustomField(custom, entry))
  } catch (error) {
    if (error instanceof OctetError) return 'the vendor did not list them'
    throw error
  }
}

/** Names only, or with `Elements-Version: Helium` name, vendor's name and type (trap 25). */
function listObjects(element: CompiledElement, request: HubRequest): HubResponse {
  const names = Object.keys(element.objects)
  const isHelium = request.headers['elements-version']?.trim().toLowerCase() === 'helium'
  const value = isHelium ? listVendorObjects(element) : names
  return { status: 200, headers: { 'Elements-Returned-Count': String(names.length) }, body: { kind: 'json', value } }
}

/** The objects of an element with the vendor's names for them. */
export function listVendorObjects({ objects }: CompiledElement): { name: string; vendorName: string; type: 'vendor' }[] {
  return Object.entries(objects).map(([name, { vendorName }]) => ({ name, vendorName, type: 'vendor' }))
}
