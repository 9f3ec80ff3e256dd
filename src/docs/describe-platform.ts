/** The platform's own routes → their document: paths and bodies come from the list that is mounted, so it tells what is there (contract 2.11). */
import type { Route } from '../lib/route.ts'
import { cleanSchema } from './clean-schema.ts'
import { authorizationParameter, describeResponses } from './fixed-parts.ts'
import { createIdRegistry, nameOperation } from './operation-id.ts'
import { listPlaceholders, type ShownPath, showPath } from './placeholders.ts'
import type { ApiDescription, Operation, Parameter } from './swagger-document.ts'

const authorizations: Readonly<Record<Route['access'], Parameter | undefined>> = {
  open: undefined,
  instance: authorizationParameter,
  caller: describeAuthorization(true),
  public: describeAuthorization(false),
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

function describeOperation({ method, access, body }: Route, { path }: ShownPath, claimId: (id: string) => string): Operation {
  const authorization = authorizations[access]
  const placeholders = listPlaceholders(path).map(
    (name): Parameter => ({ name, in: 'path', type: 'string', required: true, description: `The ${name}` }),
  )
  const schema = body === undefined ? undefined : cleanSchema(body, () => undefined)
  return {
    summary: `${method} ${path}`,
    operationId: claimId(nameOperation(method, path)),
    tags: [path.split('/')[1] || 'root'],
    parameters: [
      ...(authorization === undefined ? [] : [authorization]),
      ...placeholders,
      ...(schema === undefined ? [] : [{ name: 'body', in: 'body', required: false, schema } as const]),
    ],
    responses: describeResponses(undefined),
  }
}

function describeAuthorization(required: boolean): Parameter {
  const description =
    "The authorization tokens. The format for the header value is 'User &lt;user secret&gt;, Organization &lt;organization secret&gt;'"
  return { ...authorizationParameter, required, description }
}
