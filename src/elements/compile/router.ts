/** Which resource answers a method and path: literal segments beat parameters, segment by segment from the left (contract 5.1). */
import type { Method } from '../../lib/hub-request.ts'
import type { CompiledResource, ResourceMatch } from './compiled.ts'

/** One place of the tree of paths. A node with resources is where some path ends. */
interface Node {
  readonly literals: Map<string, Node>
  parameter: Node | undefined
  readonly resources: Map<Method, Leaf>
}

interface Leaf {
  readonly resource: CompiledResource
  /** Name of each parameter segment and where it stands; two resources may name the same place differently. */
  readonly names: readonly { readonly name: string; readonly at: number }[]
}

export interface Router {
  readonly match: (method: Method, segments: readonly string[]) => ResourceMatch
  readonly hasResource: (firstSegment: string) => boolean
}

/**
 * Builds the router of an element's resources. Two resources with the same method and path shape: the later one answers, as an override does.
 * A path that exists with other methods only is `wrong-method`, with the methods of every resource that fits it.
 */
export function createRouter(resources: readonly CompiledResource[]): Router {
  const root = createNode()
  for (const resource of resources) addResource(root, resource)
  return {
    match: (method, segments) => matchSegments(root, method, segments),
    hasResource: (firstSegment) => root.literals.has(firstSegment),
  }
}

function createNode(): Node {
  return { literals: new Map(), parameter: undefined, resources: new Map() }
}

function addResource(root: Node, resource: CompiledResource): void {
  const names: { name: string; at: number }[] = []
  let node = root
  for (const [at, segment] of resource.path.split('/').slice(1).entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1]
    if (name === undefined) {
      node = node.literals.get(segment) ?? node.literals.set(segment, createNode()).get(segment)!
    } else {
      names.push({ name, at })
      node.parameter ??= createNode()
      node = node.parameter
    }
  }
  node.resources.set(resource.method, { resource, names })
}

function matchSegments(root: Node, method: Method, segments: readonly string[]): ResourceMatch {
  const allowed = new Set<string>()
  const leaf = findLeaf(root, 0, { method, segments, allowed })
  if (leaf !== undefined) {
    const pathParameters: Record<string, string> = {}
    for (const { name, at } of leaf.names) pathParameters[name] = segments[at]!
    return { kind: 'found', resource: leaf.resource, pathParameters }
  }
  return allowed.size === 0 ? { kind: 'none' } : { kind: 'wrong-method', allowed: [...allowed].sort() }
}

interface Search {
  readonly method: Method
  readonly segments: readonly string[]
  readonly allowed: Set<string>
}

function findLeaf(node: Node, depth: number, search: Search): Leaf | undefined {
  if (depth === search.segments.length) {
    const leaf = node.resources.get(search.method)
    if (leaf === undefined) for (const method of node.resources.keys()) search.allowed.add(method)
    return leaf
  }
  const literal = node.literals.get(search.segments[depth]!)
  const found = literal === undefined ? undefined : findLeaf(literal, depth + 1, search)
  return found ?? (node.parameter === undefined ? undefined : findLeaf(node.parameter, depth + 1, search))
}
