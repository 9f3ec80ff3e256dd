/** Real files hold resources that no client can call as they stand: the platform says what it misses, and asks the vendor nothing. */
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'

/** The name that a client has no way to give: a place of the vendor path that nothing fills and no hook may. */
export function findMissing(document: ElementDocument, resource: ResourceDocument): string | undefined {
  const parameters = [...(document.parameters ?? []), ...(resource.parameters ?? [])]
  const given = new Set(listPlaces(resource.path))
  const hooks = [...(document.hooks ?? []), ...(resource.hooks ?? [])]
  if (hooks.some(({ type }) => type === 'preRequest')) return undefined
  const filled = parameters
    .filter(({ vendorType, source }) => vendorType === 'path' && source !== 'response')
    .map(({ name, vendorName }) => vendorName ?? name)
  return listPlaces(resource.vendorPath ?? '').find((place) => !given.has(place) && !filled.includes(place))
}

function listPlaces(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name!)
}
