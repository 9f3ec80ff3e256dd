/** What a client or an export may leave out of an element document, filled in; what says nothing, left out (contract 2.3). In place. */
import { type Json, visitParts } from './document-parts.ts'

const lists = ['configuration', 'parameters', 'hooks', 'resources', 'objects']

/**
 * Hub `general`, every list, `type` and `vendorMethod` of resources, paths below `/hubs/{hub}`; members that are null go, of the element and its
 * parts. What has not the expected form is left for the schema to refuse.
 */
export function normalizeDocument(document: object): void {
  const element = document as Json
  dropNulls(element)
  element['hub'] ??= 'general'
  for (const name of lists) element[name] ??= []
  visitParts(element, dropNulls)
  const { resources, hub } = element
  if (!Array.isArray(resources)) return
  for (const resource of resources) if (typeof resource === 'object' && resource !== null) normalizeResource(resource, String(hub))
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
  for (const name in holder) if (holder[name] === null) delete holder[name]
}
