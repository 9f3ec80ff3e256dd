/** Lint: `nextResource`, which names the resource that runs after this one (contract 13.8). */
import { findLongChain, longestChain } from '../../src/elements/document/check-chains.ts'
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import type { Finding } from './finding.ts'

/** Names that are not `METHOD:/hubs/…`, that name nothing, and the first chain that is too long or comes back to where it began. */
export function findChainMistakes(document: ElementDocument): Finding[] {
  const names = document.resources.map(nameOf)
  const long = findLongChain(document)
  return document.resources.flatMap((resource, at): Finding[] => {
    const message = describe(resource, { names, isLong: names[at] === long })
    return message === undefined ? [] : [{ path: ['resources', at, 'nextResource'], severity: 'error', message }]
  })
}

function describe(resource: ResourceDocument, { names, isLong }: { names: readonly string[]; isLong: boolean }): string | undefined {
  const next = resource.nextResource
  if (next == null || next === '') return undefined
  if (!/^(GET|POST|PUT|PATCH|DELETE):\//.test(next)) return `expected METHOD:/hubs/…, got ${JSON.stringify(next)}`
  if (!names.includes(next)) return `${next} names no resource of this element`
  return isLong ? `the chain from ${nameOf(resource)} is longer than ${longestChain} calls` : undefined
}

function nameOf({ method, path }: ResourceDocument): string {
  return `${method}:${path}`
}
