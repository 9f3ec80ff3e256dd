/** What objects an instance has and which fields they carry (contract 5.3, 5.4); answered from the element, so it works on a disabled instance too. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { ObjectFields } from '../elements/document/octet.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'

/** True for GET /objects and GET /objects/{name}/metadata, unless the element has a resource of its own there. */
export function isDiscovery(element: CompiledElement, { method, segments }: HubRequest): boolean {
  if (method !== 'GET' || segments[0] !== 'objects') return false
  if (segments.length !== 1 && !(segments.length === 3 && segments[2] === 'metadata')) return false
  return !element.hasResource('objects')
}

/** Answers a discovery request; an object that the element does not have is a 404. */
export function describeObjects(element: CompiledElement, request: HubRequest): HubResponse {
  const name = request.segments[1]
  if (name === undefined) return listObjects(element, request)
  const object = Object.hasOwn(element.objects, name) ? element.objects[name] : undefined
  if (object === undefined) throw createError('no-object', { params: { name } })
  return { status: 200, headers: {}, body: { kind: 'json', value: { fields: object.fields } } }
}

/** Names only, or with `Elements-Version: Helium` name, vendor's name and type (trap 25). */
function listObjects(element: CompiledElement, request: HubRequest): HubResponse {
  const names = Object.keys(element.objects)
  const isHelium = request.headers['elements-version']?.trim().toLowerCase() === 'helium'
  const value = isHelium ? names.map((name) => describeObject(name, element.objects[name]!)) : names
  return { status: 200, headers: { 'Elements-Returned-Count': String(names.length) }, body: { kind: 'json', value } }
}

function describeObject(name: string, object: ObjectFields): { name: string; vendorName: string; type: 'vendor' } {
  return { name, vendorName: object.vendorName, type: 'vendor' }
}
