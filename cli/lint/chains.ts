/** Lint: `nextResource`, which names the resource that runs after this one (contract 13.8). */
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import type { Finding } from './finding.ts'

/** Links of a chain; the platform refuses more. */
const deepest = 5

/** Names that are not `METHOD:/hubs/…`, that name nothing, and chains that are too deep or come back to where they began. */
export function findChainMistakes({ resources }: ElementDocument): Finding[] {
  const byName = new Map(resources.map((resource) => [nameOf(resource), resource]))
  return resources.flatMap((resource, at): Finding[] => {
    const next = resource.nextResource
    if (next == null || next === '') return []
    const report = (message: string): Finding[] => [{ path: ['resources', at, 'nextResource'], severity: 'error', message }]
    if (!/^(GET|POST|PUT|PATCH|DELETE):\//.test(next)) return report(`expected METHOD:/hubs/…, got ${JSON.stringify(next)}`)
    if (!byName.has(next)) return report(`${next} names no resource of this element`)
    const depth = measureChain(resource, byName)
    return depth > deepest ? report(`the chain from ${nameOf(resource)} is longer than ${deepest} calls`) : []
  })
}

function measureChain(first: ResourceDocument, byName: ReadonlyMap<string, ResourceDocument>): number {
  let depth = 0
  for (let at: ResourceDocument | undefined = first; at !== undefined && depth <= deepest; depth++) {
    at = at.nextResource ? byName.get(at.nextResource) : undefined
  }
  return depth
}

function nameOf({ method, path }: ResourceDocument): string {
  return `${method}:${path}`
}
