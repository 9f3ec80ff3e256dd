/** Chains of resources through `nextResource` are short (contract 2.6, 13.8): said when an element is stored, so that no call can run on for ever. */
import type { ResourceDocument } from './element-document.ts'

/** Resources of one chain, the first included. */
export const longestChain = 5

type Link = Pick<ResourceDocument, 'method' | 'path' | 'nextResource'>

/** The first resource (`METHOD:/path`) from which more than five are chained; a circle is such. */
export function findLongChain({ resources }: { readonly resources: readonly Link[] }): string | undefined {
  const byName = new Map(resources.map((resource) => [nameLink(resource), resource]))
  const start = resources.find((resource) => {
    let at: Link | undefined = resource
    let length = 0
    while (at !== undefined && length++ < longestChain) at = at.nextResource ? byName.get(at.nextResource) : undefined
    return at !== undefined
  })
  return start && nameLink(start)
}

function nameLink({ method, path }: Link): string {
  return `${method}:${path}`
}
