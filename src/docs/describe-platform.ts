/** The platform's own routes → their document: paths and bodies come from the list that is mounted, so it tells what is there (contract 2.11). */
import type { QueryParameter } from '../lib/query-parameters.ts'
import type { Route } from '../lib/route.ts'
import { cleanSchema } from './clean-schema.ts'
import type { ApiDescription, Authorization, Operation, Parameter } from './description.ts'
import { createIdRegistry, nameOperation } from './operation-id.ts'
import { describePlaceholders } from './parameters.ts'
import { listPlaceholders, type ShownPath, showPath } from './placeholders.ts'

const authorizations: Readonly<Record<Route['access'], Authorization | undefined>> = {
  open: undefined,
  instance: { kind: 'element', required: true },
  caller: { kind: 'user', required: true },
  public: { kind: 'user', required: false },
}

/** Describes routes. */
export function describePlatform(routes: readonly Route[]): ApiDescription {
  const shapes = new Map<string, ShownPath>()
  const claimId = createIdRegistry()
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes) {
    const shown = showPath(route.path.replace(/:(\w+)/g, '{$1}'), shapes)
    const operation = describeOperation(route, shown, claimId)
    paths[shown.path] = { ...paths[shown.path], [route.method.toLowerCase()]: operation }
  }
  return { title: 'Platform', paths, definitions: {} }
}

function describeOperation({ method, access, body, query = [] }: Route, { path }: ShownPath, claimId: (id: string) => string): Operation {
  const schema = body === undefined ? undefined : cleanSchema(body, () => undefined)
  return {
    summary: `${method} ${path}`,
    operationId: claimId(nameOperation(method, path)),
    tags: [path.split('/')[1] || 'root'],
    authorization: authorizations[access],
    parameters: [...describePlaceholders(listPlaceholders(path)), ...query.map(describeQuery)],
    ...(schema !== undefined && { body: { kind: 'json', name: 'body', required: false, schema } }),
    answer: undefined,
  }
}

function describeQuery({ name, description, type, required }: QueryParameter): Parameter {
  return { name, in: 'query', required: required === true, description, schema: { type: type ?? 'string' } }
}
