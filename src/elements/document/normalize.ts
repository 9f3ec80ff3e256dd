/** What a client or an export may leave out of an element document, filled in; what says nothing, left out (contract 2.3). In place. */

type Json = Record<string, unknown>

const elementLists = ['configuration', 'parameters', 'hooks', 'resources', 'objects']
const partLists = ['parameters', 'hooks', 'fields']

/**
 * Hub `general`, every list, `type` and `vendorMethod` of resources, paths below `/hubs/{hub}`; members that are null go, of the element and its
 * parts. What has not the expected form is left for the schema to refuse.
 */
export function normalizeDocument(document: object): void {
  const element = document as Json
  dropNulls(element)
  element['hub'] ??= 'general'
  for (const name of elementLists) element[name] ??= []
  for (const name of [...elementLists, 'models']) for (const part of objectsOf(element[name])) normalizePart(part)
  for (const resource of objectsOf(element['resources'])) normalizeResource(resource, String(element['hub']))
}

function normalizePart(part: Json): void {
  dropNulls(part)
  for (const name of partLists) for (const inner of objectsOf(part[name])) dropNulls(inner)
}

/** `/suite` → `/hubs/{hub}/suite`; verbs in capitals. */
function normalizeResource(resource: Json, hub: string): void {
  for (const name of ['method', 'vendorMethod']) {
    const verb = resource[name]
    if (typeof verb === 'string') resource[name] = verb.toUpperCase()
  }
  resource['vendorMethod'] ??= resource['method']
  resource['type'] ||= 'api'
  const path = resource['path']
  if (typeof path !== 'string' || path.startsWith('/hubs/')) return
  resource['path'] = path.startsWith('/') ? `/hubs/${hub}${path}` : `/hubs/${hub}/${path}`
}

function dropNulls(holder: Json): void {
  for (const [name, value] of Object.entries(holder)) if (value === null) delete holder[name]
}

function objectsOf(list: unknown): Json[] {
  return Array.isArray(list) ? list.filter((item): item is Json => typeof item === 'object' && item !== null && !Array.isArray(item)) : []
}
