/** Every platform route of the running server, as its own documentation tells them: nobody has to list a new one here. */
import type { Reply, TestApp } from '../app.ts'

/** A session ends with either. */
export const lastRoutes: readonly string[] = ['POST /authentication/passwords', 'DELETE /authentication']

export interface PlatformRoute {
  readonly method: string
  /** With `{parameters}`. */
  readonly path: string
  /** Names of path parameters, in their order. */
  readonly params: readonly string[]
  /** Names of documented query parameters. */
  readonly query: readonly string[]
  /** `METHOD /path/{parameter}`. */
  readonly name: string
}

interface Documented {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
}

/** Reads them from `GET /docs/all_platform`, those that change something last, deletions after all others, the deepest paths first. */
export async function listPlatformRoutes(test: Pick<TestApp, 'call'>): Promise<readonly PlatformRoute[]> {
  const { body } = await test.call('GET', '/docs/all_platform')
  const paths = Object.entries<Record<string, Documented>>(body.paths)
  const routes = paths.flatMap(([path, operations]) =>
    Object.entries(operations).map(([key, { parameters = [] }]) => {
      const method = key.toUpperCase()
      const namesIn = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name)
      return { method, path, params: readParameters(path), query: namesIn('query'), name: `${method} ${path}` }
    }),
  )
  return routes.toSorted((a, b) => order(a) - order(b) || (a.method === 'DELETE' ? b.path.length - a.path.length : 0))
}

/** Calls of the hub, and of names that platform and hub share. */
export const hubRoutes: readonly PlatformRoute[] = [
  ...['/hubs/crm/contacts', '/contacts/{recordId}', '/objects', '/objects/contacts/metadata', '/accounts', '/customers', '/users'],
  ...['/{vdr}', '/{vdr}/{recordId}', '/hubs/crm/{instanceVdr}', '/objects/{vdr}/metadata'],
].map((path) => ({ method: 'GET', path, params: readParameters(path), query: [], name: `GET ${path} with an Element token` }))

function readParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
}

function order({ method, name }: PlatformRoute): number {
  if (method === 'GET') return 0
  if (lastRoutes.includes(name)) return 3 + lastRoutes.indexOf(name)
  return method === 'DELETE' ? 2 : 1
}

export interface Question {
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly authorization: string | undefined
}

/** Calls a route, below the base path or beside it. */
export async function send({ url }: Pick<TestApp, 'url'>, { method }: Pick<PlatformRoute, 'method'>, question: Question): Promise<Reply> {
  const { path, body, authorization } = question
  const place = path.startsWith('/octet/') ? url + path : `${url}/elements/api-v2${path}`
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const headers = {
    ...(content !== undefined && { 'content-type': 'application/json' }),
    ...(authorization !== undefined && { authorization }),
    ...question.headers,
  }
  const response = await fetch(place, { method, headers, redirect: 'manual', ...(content !== undefined && { body: content }) })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== ''
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
}
