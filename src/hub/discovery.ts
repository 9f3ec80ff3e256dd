/** What objects an instance has and which fields they carry (contract 5.3, 5.4); the element's own part needs no vendor, so it works on a disabled instance too. */
import { describeObject, describeOwnFields, needsVendor } from '../call/discovery/describe-object.ts'
import { findObject, listObjects as listOthers } from '../call/discovery/vendor-objects.ts'
import { withSession } from '../call/discovery/with-session.ts'
import type { CallSession } from '../call/send.ts'
import type { CallInstance, CallParts } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { ObjectFields } from '../elements/compile/compiled-discovery.ts'
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
 * Answers a discovery request; an object that the instance does not have is a 404. What the vendor tells is left out where it cannot be asked, and
 * `Elements-Error` says so. `customFieldsOnly=true` answers the fields alone that users of the vendor have defined.
 */
export async function describeObjects(parts: CallParts, instance: Described, request: HubRequest): Promise<HubResponse> {
  const name = request.segments[1]
  if (name === undefined) return listObjects(parts, instance, request)
  const object = await findDescribed(parts, instance, name)
  const customOnly = request.query['customFieldsOnly'] === 'true'
  const told = needsVendor(object) ? await askVendor(parts, instance, (session) => describeObject(session, object, customOnly)) : undefined
  // Of an object that the vendor alone knows there is nothing else to tell.
  if (told?.failure !== undefined && !Object.hasOwn(instance.call.element.objects, name)) throw told.failure
  const fields = told?.value ?? describeOwnFields(object, customOnly)
  const what = object.discovered === undefined ? 'Vendor-defined fields' : "The vendor's own and vendor-defined fields"
  return { status: 200, headers: noteLeftOut(what, told), body: { kind: 'json', value: { fields } } }
}

/** Throws no-object (404), or why the vendor's list of objects is not known. */
async function findDescribed(parts: CallParts, instance: Described, name: string): Promise<ObjectFields> {
  const { objects, discovery } = instance.call.element
  if (Object.hasOwn(objects, name)) return objects[name]!
  const asked = discovery?.objects === undefined ? undefined : await askVendor(parts, instance, (session) => findObject(session, name))
  if (asked?.failure !== undefined) throw asked.failure
  if (asked?.value === undefined) throw createError('no-object', { params: { name } })
  return asked.value
}

/** Names only, or with `Elements-Version: Helium` name, vendor's name and type (trap 25). */
async function listObjects(parts: CallParts, instance: Described, request: HubRequest): Promise<HubResponse> {
  const { element } = instance.call
  const told = element.discovery?.objects === undefined ? undefined : await askVendor(parts, instance, listOthers)
  const others = [...(told?.value?.values() ?? [])].filter(({ name }) => !Object.hasOwn(element.objects, name))
  const objects = [...listVendorObjects(element), ...others.map(({ name, vendorName }) => ({ name, vendorName, type: 'vendor' as const }))]
  const isHelium = request.headers['elements-version']?.trim().toLowerCase() === 'helium'
  const value = isHelium ? objects : objects.map(({ name }) => name)
  const headers = { 'Elements-Returned-Count': String(objects.length), ...noteLeftOut("The vendor's own objects", told) }
  return { status: 200, headers, body: { kind: 'json', value } }
}

/** What the vendor said, or why it did not. */
type Told<T> = { readonly value: T; readonly failure?: undefined } | { readonly value?: undefined; readonly failure: OctetError }

async function askVendor<T>(parts: CallParts, { call, disabled }: Described, ask: (session: CallSession) => Promise<T>): Promise<Told<T>> {
  if (disabled) return { failure: createError('instance-disabled', { params: { reason: '' } }) }
  try {
    return { value: await withSession(parts, call, ask) }
  } catch (error) {
    if (error instanceof OctetError) return { failure: error }
    throw error
  }
}

function noteLeftOut(what: string, told: Told<unknown> | undefined): Record<string, string> {
  if (told?.failure === undefined) return {}
  const reason = told.failure.code === 'instance-disabled' ? 'the element instance is disabled' : 'the vendor did not list them'
  return { 'Elements-Error': `${what} are left out: ${reason}` }
}

/** The objects of an element with the vendor's names for them. */
export function listVendorObjects({ objects }: CompiledElement): { name: string; vendorName: string; type: 'vendor' }[] {
  return Object.entries(objects).map(([name, { vendorName }]) => ({ name, vendorName, type: 'vendor' }))
}
