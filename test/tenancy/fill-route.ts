/** A route and a tenant → a request that is good for the tenant's owner: the tenant's ids, names and keys wherever the route takes any. */
import { bodyFor } from './bodies.ts'
import type { PlatformRoute } from './platform-routes.ts'
import type { Tenant } from './tenant.ts'

export interface Filled {
  /** With its query. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** It says by an Element token which instance is meant. */
  readonly byToken: boolean
}

type Words = Readonly<Record<string, string>>

/** The first that fits the path says which of the tenant's ids each parameter is. */
const parameters: readonly (readonly [RegExp, Words])[] = [
  [/^\/elements\/.*\/resources\/\{resourceId\}\/parameters\//, { parameterId: 'resourceParameterId' }],
  [/^\/elements\/.*\/resources\/\{resourceId\}\/hooks\//, { hookId: 'resourceHookId' }],
  [/^\/elements\/.*\/models\/\{modelId\}\/fields\//, { fieldId: 'modelFieldId' }],
  [/^\/elements\/\{keyOrId\}\/instances\//, { id: 'instanceId', keyOrId: 'infusionsoftcrm' }],
  [/^\/elements\/\{keyOrId\}\/(trace|instances|oauth)/, { keyOrId: 'infusionsoftcrm' }],
  [/^\/elements\//, { type: 'basic', accountId: 'otherAccountId' }],
  [/^\/audit-logs\/element-instances\//, { id: 'instanceId' }],
  [/^\/audit-logs\/elements\//, { id: 'elementId' }],
  [/^\/audit-logs\/formulas\//, { id: 'elementId' }],
  [/^\/audit-logs\//, { name: 'accountObject' }],
  [/^\/organizations\/elements/, { keyOrId: 'infusionsoftcrm', objectName: 'organizationObject' }],
  [/^\/accounts\/\{id\}\/elements/, { id: 'accountId', keyOrId: 'infusionsoftcrm', objectName: 'accountObject' }],
  [/^\/organizations\/objects/, { objectName: 'organizationObject' }],
  [/^\/accounts\/(\{id\}\/)?objects/, { id: 'accountId', objectName: 'accountObject' }],
  [/^\/accounts\/\{id\}/, { id: 'accountId' }],
  [/^\/instances\/docs/, { operationId: 'getContacts' }],
  [/^\/instances\/\{id\}\/docs/, { id: 'instanceId', operationId: 'getContacts' }],
  [/^\/instances\//, { id: 'instanceId', objectName: 'instanceObject' }],
  [/^\/(organizations|customers)\/identity-providers\//, { id: 'identityProviderId' }],
  [/^\/authentication\/saml\//, { id: 'identityProviderId' }],
  [/^\/organizations\/roles\//, { id: 'roleKey' }],
  [/^\/(customers\/)?organizations\//, { id: 'organizationId' }],
  [/^\/users\/|^\/organizations\/users/, { emailOrId: 'colleagueEmail', userId: 'colleagueId' }],
  [/^\/vdrs\/snippets\//, { id: 'accountSnippet' }],
  [/^\/vdrs\//, { id: 'vdrId', vdrName: 'accountObject' }],
  [/^\/common-resources\//, { name: 'accountObject' }],
  [/^\/transformations\//, { name: 'accountObject' }],
  [/^\/hubs\//, { key: 'hub' }],
  [/^\/docs\//, { hub: 'hub' }],
  [/^\/usage\//, { id: 'trafficId' }],
]
const everywhere: Words = {
  recordId: 'configId',
  vdr: 'accountObject',
  instanceVdr: 'instanceObject',
  userId: 'colleagueId',
  keyOrId: 'elementId',
  roleKey: 'roleKey',
}
/** Where a word of the table is no id of the tenant's, but what everybody calls it. */
const literal: ReadonlySet<string> = new Set(['infusionsoftcrm', 'basic', 'getContacts'])

/** What the tenant has for each parameter of the route; throws where nobody can tell. */
export function fillParameters(route: PlatformRoute, { ids }: Tenant, instead: Words = {}): Readonly<Record<string, string>> {
  const rules = parameters.filter(([pattern]) => pattern.test(route.path)).map(([, words]) => words)
  const find = (name: string): string => {
    const word = rules.find((words) => name in words)?.[name] ?? everywhere[name] ?? name
    const value = instead[name] ?? (literal.has(word) ? word : ids[word])
    if (value === undefined || value === '')
      throw new Error(`Nothing to put in the place of {${name}} of ${route.name}: tell test/tenancy/fill-route.ts`)
    return value
  }
  return Object.fromEntries(route.params.map((name) => [name, find(name)]))
}

/** The request. `fresh` gives a name that nothing has yet. */
export function fillRoute(route: PlatformRoute, tenant: Tenant, fresh: () => string, instead: Words = {}): Filled {
  const params = fillParameters(route, tenant, instead)
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]!))
  const { query = '', ...rest } = bodyFor(route, tenant, fresh)
  return { path: query === '' ? path : `${path}?${query}`, ...rest, byToken: isByToken(route) }
}

function isByToken({ path, name }: PlatformRoute): boolean {
  return (
    name.endsWith('Element token') ||
    (/^\/instances(?!\/\{id\}|\/count)/.test(path) && name !== 'GET /instances' && name !== 'POST /instances')
  )
}

/** Ids in the query wherever some route may look for them. */
export function laceQuery(path: string, { ids, organizationId, accountId }: Tenant): string {
  const query = new URLSearchParams()
  for (const name of ['accountId', 'accountIds[]', 'customerIds[]']) query.append(name, String(accountId))
  for (const name of ['orgIds[]', 'organizationId']) query.append(name, String(organizationId))
  for (const name of ['instanceId', 'elementInstanceId']) query.append(name, ids['instanceId']!)
  query.append('userId', ids['userId']!)
  query.append('elementId', ids['elementId']!)
  query.append('includeInactive', 'true')
  query.append('hydrate', 'true')
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}

/** The same in a body, beside what is there. */
export function laceBody(body: unknown, { ids, organizationId, accountId }: Tenant): unknown {
  if (Array.isArray(body)) return body.map((each) => laceBody(each, { ids, organizationId, accountId } as Tenant))
  if (typeof body !== 'object' || body === null) return body
  const [instanceId, elementId, userId] = [ids['instanceId'], ids['elementId'], ids['userId']].map(Number)
  const more = { organizationId, orgId: organizationId, accountId, account: { id: accountId }, instanceId, elementInstanceId: instanceId }
  const most = {
    ...more,
    associatedId: accountId,
    ownerAccountId: accountId,
    userId,
    elementId,
    orgIds: [organizationId],
    accountIds: [accountId],
  }
  return { ...most, ...body }
}
