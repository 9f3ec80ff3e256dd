/** Lint: `{places}` of vendor paths and of the base URL that nothing fills (contract 12.5). */
import type { ElementDocument, HookDocument, ParameterDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import { listPlaces } from '../../src/lib/url-template.ts'
import type { Finding } from './finding.ts'
import { isForClients } from './resources.ts'

/** A place of a client resource needs a path variable of its name or a parameter that goes there; where a hook runs before the call it may fill it. */
export function findPlaceMistakes(document: ElementDocument): Finding[] {
  return [...findInResources(document), ...findInBase(document)]
}

function findInResources({ resources, parameters, hooks, configuration }: ElementDocument): Finding[] {
  const chained = new Set(resources.map(({ nextResource }) => nextResource))
  return resources.flatMap((resource, at) => {
    if (!isForClients(resource) || chained.has(`${resource.method}:${resource.path}`)) return []
    const filled = new Set([
      ...listPlaces(resource.path),
      ...listFilled(resource.parameters),
      ...listFilled(parameters),
      ...listLookedUp(resource),
    ])
    const severity = [...(hooks ?? []), ...(resource.hooks ?? [])].some(runsBefore) ? 'warning' : 'error'
    return listOpen(resource, filled, configuration).map(
      (place): Finding => ({
        path: ['resources', at, 'vendorPath'],
        severity,
        message: `nothing fills {${place}} of ${resource.vendorPath}; add it to the path, or a parameter of vendorType path with vendorName ${place}`,
      }),
    )
  })
}

function listOpen(
  { vendorPath }: ResourceDocument,
  filled: ReadonlySet<string>,
  configuration: ElementDocument['configuration'],
): string[] {
  const keys = new Set(configuration.map(({ key }) => key))
  return listPlaces(vendorPath ?? '').filter((place) => !filled.has(place) && !keys.has(place))
}

function findInBase({ configuration, parameters, hooks, resources }: ElementDocument): Finding[] {
  const at = configuration.findIndex(({ key }) => key === 'base.url')
  const base = configuration[at]?.defaultValue ?? ''
  const keys = new Set(configuration.map(({ key }) => key))
  const everywhere = new Set(listFilled(parameters))
  const severity = (hooks ?? []).some(runsBefore) ? 'warning' : 'error'
  return listPlaces(base)
    .filter((place) => !everywhere.has(place) && !keys.has(place) && !resources.every((resource) => fills(resource, place)))
    .map((place) => ({
      path: ['configuration', at, 'defaultValue'],
      severity,
      message: `nothing fills {${place}} of base.url; add a configuration item ${place} and an element-wide parameter configuration → path`,
    }))
}

function fills(resource: ResourceDocument, place: string): boolean {
  return listFilled(resource.parameters).includes(place) || listPlaces(resource.path).includes(place)
}

function listFilled(parameters: readonly ParameterDocument[] | null | undefined): string[] {
  return (parameters ?? [])
    .filter(({ vendorType, source }) => vendorType === 'path' && source !== 'response')
    .map(({ name, vendorName }) => (vendorName ?? name).replace(/^\{(.*)\}$/, '$1'))
}

/** Places that a step of the resource fills. */
function listLookedUp({ octet }: ResourceDocument): string[] {
  const places = (octet?.steps ?? []).flatMap((step) => (step.kind === 'look-up' ? [step.into, ...Object.keys(step.also ?? {})] : []))
  return places.filter((place) => place.startsWith('path.')).map((place) => place.slice('path.'.length))
}

function runsBefore({ type, body }: HookDocument): boolean {
  return type === 'preRequest' && body != null && body !== ''
}
