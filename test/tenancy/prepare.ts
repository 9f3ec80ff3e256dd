/** What must be there before the owner can make a request that changes something: it is brought about by other requests of the owner. */
import type { TestApp } from '../app.ts'
import type { PlatformRoute } from './platform-routes.ts'
import { identityProvider, image, multipart, type Tenant } from './tenant.ts'

export interface Prepared {
  /** Who may make the request; default: the tenant's owner. */
  readonly authorization?: string
  /** In the place of parameters. */
  readonly instead?: Readonly<Record<string, string>>
  /** Ids that bodies take. */
  readonly ids?: Readonly<Record<string, string>>
}

type Ask = (method: string, path: string, body?: unknown) => Promise<{ readonly body: { readonly id: number } }>
type Prepare = (ask: Ask, tenant: Tenant, test: TestApp) => Promise<Prepared | undefined> | Prepared

const nothing = () => undefined
const objects =
  (kind: string) =>
  (_: Ask, { ids }: Tenant) => ({ instead: { objectName: ids[`${kind}Bare`]! } })
const newObject = () => ({ instead: { objectName: `new${Date.now()}` } })
const withoutMappings = (path: string) => (ask: Ask) => ask('DELETE', path).then(nothing)

/** `METHOD /path` of a route, the first that fits. */
const preparations: readonly (readonly [RegExp, Prepare])[] = [
  [
    /^(POST \/organizations|\w+ \/customers\/organizations\/\{id\}|POST \/customers\/signup|POST \/signup-partners|POST \/customers\/identity-providers)$/,
    (_ask, _tenant, { user, organization }) => ({ authorization: `${user}, ${organization}` }),
  ],
  [
    /^\w+ \/customers\/identity-providers\/\{id\}$/,
    async (_ask, _tenant, { user, organization, call }) => {
      const made = await call('POST', '/customers/identity-providers', { body: identityProvider(`idp${Date.now()}`) })
      return { authorization: `${user}, ${organization}`, instead: { id: String(made.body.id) } }
    },
  ],
  [
    /^POST \/(elements\/\{keyOrId\}\/)?instances$/,
    async (_ask, _tenant, test) => ({ ids: { code: (await test.authorize()).get('code')! } }),
  ],
  [/^POST .*\/objects\/\{objectName\}\/definitions$/, newObject],
  [/^POST \/organizations\/.*\/transformations\/\{objectName\}$/, objects('organization')],
  [/^POST \/accounts\/.*\/transformations\/\{objectName\}$/, objects('account')],
  [/^POST \/instances\/.*transformations\/\{objectName\}$/, objects('instance')],
  [/^DELETE \/organizations\/objects\/\{objectName\}\/definitions$/, objects('organization')],
  [/^DELETE \/accounts\/.*objects\/\{objectName\}\/definitions$/, objects('account')],
  [/^DELETE \/instances\/.*objects\/\{objectName\}\/definitions$/, objects('instance')],
  [/^DELETE \/organizations\/objects\/definitions$/, withoutMappings('/organizations/elements/infusionsoftcrm/transformations')],
  [
    /^DELETE \/accounts\/.*objects\/definitions$/,
    (ask, { accountId }) => ask('DELETE', `/accounts/${accountId}/elements/infusionsoftcrm/transformations`).then(nothing),
  ],
  [
    /^DELETE \/instances\/.*objects\/definitions$/,
    (ask, { ids }) => ask('DELETE', `/instances/${ids['instanceId']}/transformations`).then(nothing),
  ],
  [
    /^DELETE \/common-resources\/\{name\}$/,
    (ask, { accountId }) => ask('DELETE', `/accounts/${accountId}/elements/infusionsoftcrm/transformations`).then(nothing),
  ],
  [
    /^DELETE \/elements\/\{keyOrId\}\/accounts\//,
    (ask, { ids }) => ask('PUT', `/elements/${ids['elementId']}/accounts/${ids['otherAccountId']}`).then(nothing),
  ],
  [
    /^DELETE \/users\/\{userId\}\/roles\//,
    (ask, { ids }) => ask('PUT', `/users/${ids['colleagueId']}/roles/${ids['roleKey']}`).then(nothing),
  ],
  [
    /^DELETE \/accounts\/\{id\}\/roles\//,
    (ask, { accountId, ids }) => ask('PUT', `/accounts/${accountId}/roles/${ids['roleKey']}`).then(nothing),
  ],
  [
    /^DELETE \/accounts\/\{id\}$/,
    async (ask) => ({ instead: { id: String((await ask('POST', '/accounts', { externalId: `spare${Date.now()}` })).body.id) } }),
  ],
  [
    /^DELETE \/organizations\/branding\/favicon$/,
    async (_ask, { owner }, { call }) => {
      await call('PUT', '/organizations/branding/favicon', {
        authorization: owner,
        headers: { 'content-type': multipart },
        body: image('a'),
      })
      return undefined
    },
  ],
]

/** Brings it about. */
export async function prepareFor({ name }: PlatformRoute, tenant: Tenant, test: TestApp): Promise<Prepared> {
  const ask: Ask = async (method, path, body) => {
    const reply = await test.call(method, path, { authorization: tenant.owner, ...(body !== undefined && { body }) })
    const isGone = method === 'DELETE' && reply.status === 404
    if (reply.status !== 200 && !isGone) throw new Error(`Preparing ${name}: ${method} ${path}: ${reply.status} ${reply.text}`)
    return reply
  }
  return (await preparations.find(([pattern]) => pattern.test(name))?.[1](ask, tenant, test)) ?? {}
}
