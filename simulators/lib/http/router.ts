// Routes as a tree of path segments; a segment may carry a verb (`{id}:adjustInventory`, `contacts:merge`).

interface Node<Handler> {
  children: Map<string, Node<Handler>>
  parameter?: string
  methods: Map<string, Handler>
}

export type Router<Handler> = Node<Handler>

export type Found<Handler> = { handler: Handler; params: Record<string, string> } | { allow: string[] }

const route = /^([A-Z]+) (\/.*)$/
const placeholder = /^\{(\w+)\}(:\w+)?$/

/** Builds the tree. @throws Error on a route that is not `METHOD /path` */
export function createRouter<Handler>(routes: Record<string, Handler>): Router<Handler> {
  const root: Node<Handler> = { children: new Map(), methods: new Map() }
  for (const [name, handler] of Object.entries(routes)) {
    const [, method, path] = route.exec(name) ?? []
    if (!method || !path) throw new Error(`not a route: ${name}`)
    addRoute(root, path, method, handler)
  }
  return root
}

function addRoute<Handler>(root: Node<Handler>, path: string, method: string, handler: Handler): void {
  let node = root
  for (const segment of path.slice(1).split('/')) {
    const match = placeholder.exec(segment)
    const key = match ? `*${match[2] ?? ''}` : segment
    let child = node.children.get(key)
    if (!child) {
      child = { children: new Map(), methods: new Map() }
      if (match?.[1]) child.parameter = match[1]
      node.children.set(key, child)
    }
    node = child
  }
  node.methods.set(method, handler)
}

/** Finds a handler; `undefined` for an unknown path, the allowed methods for a wrong one. A trailing slash is ignored. */
export function findRoute<Handler>(router: Router<Handler>, method: string, path: string): Found<Handler> | undefined {
  const params: Record<string, string> = {}
  let node = router
  for (const segment of path.replace(/\/$/, '').slice(1).split('/')) {
    const fixed = node.children.get(segment)
    const colon = segment.indexOf(':')
    const verb = colon > 0 ? node.children.get(`*${segment.slice(colon)}`) : undefined
    const next = fixed ?? verb ?? node.children.get('*')
    if (!next) return undefined
    if (!fixed) params[next.parameter ?? ''] = decodeSegment(verb ? segment.slice(0, colon) : segment)
    node = next
  }
  if (node.methods.size === 0) return undefined
  const handler = node.methods.get(method)
  return handler ? { handler, params } : { allow: [...node.methods.keys()] }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
