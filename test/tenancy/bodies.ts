/** What the owner sends to each route that takes a body: the shortest that is good. A route that is not here is sent none. */
import { seedBody } from '../app.ts'
import type { PlatformRoute } from './platform-routes.ts'
import { applicationUrl, branding, form, identityProvider, image, mapping, multipart, partBodies, password, type Tenant } from './tenant.ts'

export interface Sent {
  readonly query?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Make = (tenant: Tenant, fresh: string) => Sent

const json =
  (make: (tenant: Tenant, fresh: string) => unknown): Make =>
  (tenant, fresh) => ({ body: make(tenant, fresh) })
const person = (_: Tenant, fresh: string) => ({ email: `${fresh}@example.com`, firstName: fresh, lastName: fresh })
const fields = (_: Tenant, fresh: string) => ({ fields: [{ path: fresh, type: 'string' }] })
const baseUrl = (name: string) => ({ ...partBodies.configuration('base.url', name), defaultValue: 'https://example.com' })
const swagger = JSON.stringify({
  swagger: '2.0',
  info: { title: 'a', version: '1' },
  host: 'example.com',
  paths: { '/a': { get: { responses: {} } } },
})

/** `METHOD /path` of a route, the first that fits. */
const bodies: readonly (readonly [RegExp, Make])[] = [
  [
    /^POST \/elements$/,
    json((_, fresh) => ({
      name: fresh,
      key: fresh,
      description: fresh,
      authentication: { type: 'basic' },
      configuration: [baseUrl(fresh)],
    })),
  ],
  [
    /^PUT \/elements\/\{keyOrId\}$/,
    json(({ ids }, fresh) => ({ name: fresh, key: ids['elementKey'], description: fresh, authentication: { type: 'basic' } })),
  ],
  [/^PATCH \/elements\/\{keyOrId\}$/, json((_, fresh) => ({ description: fresh }))],
  [/^POST \/elements\/convert$/, () => ({ query: 'type=swagger', body: form('a.json', swagger), headers: { 'content-type': multipart } })],
  [/^POST .*\/configuration$/, json((_, fresh) => partBodies.configuration(fresh, fresh))],
  [/^PUT .*\/configuration\//, json(({ ids }, fresh) => partBodies.configuration(ids['configurationKey']!, fresh))],
  [/^PUT .*\/configurations$/, json((_, fresh) => ({ configuration: [baseUrl(fresh)] }))],
  [/^(POST|PUT) .*\/parameters/, json((_, fresh) => partBodies.parameters(fresh))],
  [/^(POST|PUT) .*\/hooks/, json((_, fresh) => partBodies.hooks(fresh))],
  [/^(POST|PUT) .*\/resources\/\{resourceId\}\/models/, json((_, fresh) => ({ name: fresh, swagger: {} }))],
  [/^(POST|PUT) \/elements\/.*\/resources/, json((_, fresh) => partBodies.resources(fresh))],
  [/^(POST|PUT) \/elements\/.*\/fields/, json((_, fresh) => ({ name: fresh, type: 'string' }))],
  [/^(POST|PUT) \/elements\/.*\/objects/, json((_, fresh) => partBodies.objects(fresh))],
  [/^(POST|PUT) \/elements\/.*\/models/, json((_, fresh) => partBodies.models(fresh))],
  [/^POST \/hubs$/, json((_, fresh) => ({ name: fresh, key: fresh }))],
  [
    / \/elements\/\{keyOrId\}\/oauth\//,
    () => ({ query: 'apiKey=a&apiSecret=b&callbackUrl=https%3A%2F%2Fexample.com%2Fdone&siteAddress=ab123.infusionsoft.com' }),
  ],
  [/^POST \/elements\/oauthProxies$/, json((_, fresh) => ({ name: fresh, apiKey: 'k', apiSecret: 's' }))],
  [/\/applicationUrl$/, () => ({ query: `applicationUrl=${encodeURIComponent(applicationUrl)}` })],
  [
    /^POST \/(elements\/\{keyOrId\}\/)?instances$/,
    json((tenant, fresh) => ({ ...seedBody(tenant.ids['code'] ?? fresh), name: fresh, tags: [fresh] })),
  ],
  [/^PUT \/(elements\/\{keyOrId\}\/)?instances(\/\{id\})?$/, json((_, fresh) => ({ ...seedBody(null), providerData: {}, name: fresh }))],
  [/^PATCH \/(elements\/\{keyOrId\}\/)?instances(\/\{id\})?$/, json((_, fresh) => ({ name: fresh }))],
  [/^PATCH .*\/configuration\//, json((_, fresh) => ({ propertyValue: fresh }))],
  [/^(PUT \/organizations\/me|POST \/organizations)$/, json((_, fresh) => ({ name: fresh }))],
  [/^POST \/(organizations\/\{id\}\/)?accounts$/, json((_, fresh) => ({ externalId: fresh, name: fresh }))],
  [/^(PUT|PATCH) \/accounts\/\{id\}$/, json((_, fresh) => ({ name: fresh, description: fresh }))],
  [/^PATCH \/accounts\/settings$/, json((_, fresh) => ({ [fresh]: fresh }))],
  [/^PUT \/organizations\/roles$/, json((_, fresh) => [{ key: 'default-user', description: fresh }])],
  [/^PUT \/organizations\/roles\/\{id\}$/, json((_, fresh) => ({ description: fresh }))],
  [/^POST .*\/users$/, json(person)],
  [/^(PUT|PATCH) .*users\/\{\w+\}$/, json((_, fresh) => ({ firstName: fresh }))],
  [/^POST \/authentication$/, json((tenant) => ({ username: tenant.email, password: tenant.password }))],
  [/^POST \/authentication\/passwords$/, json((_, fresh) => ({ password: `Correct horse ${fresh} A9!` }))],
  [
    /^POST \/octet\/passwords$/,
    json((tenant, fresh) => ({ username: tenant.email, password: tenant.password, newPassword: `${password} ${fresh} A9` })),
  ],
  [
    /^PUT \/organizations\/password-policies$/,
    json(() => ({
      minLength: 9,
      minUppercase: 1,
      minLowercase: 1,
      minNumbers: 1,
      minSymbols: 0,
      symbolCharacterSet: '!',
      previousPasswordCount: 0,
      expirationDays: 0,
    })),
  ],
  [/^PUT \/organizations\/branding$/, json((_, fresh) => branding(fresh))],
  [
    /^(PUT|POST) \/organizations\/branding\/(logo|favicon)$/,
    (_, fresh) => ({ body: image(fresh), headers: { 'content-type': multipart } }),
  ],
  [/^(POST|PUT) \/(organizations|customers)\/identity-providers/, json((_, fresh) => identityProvider(fresh))],
  [
    /^POST \/(customers\/signup|signup-partners)$/,
    json((tenant, fresh) => ({ organization: { id: tenant.organizationId }, account: { name: fresh }, user: person(tenant, fresh) })),
  ],
  [/^POST .*\/objects\/definitions$/, json((tenant, fresh) => ({ [fresh]: fields(tenant, fresh) }))],
  [/^POST .*\/objects\/\{objectName\}\/definitions$/, json(fields)],
  [/^PUT .*\/objects\/\{objectName\}\/definitions$/, json(fields)],
  [/^PATCH .*\/objects\/\{objectName\}$/, json((_, fresh) => ({ objectName: fresh }))],
  [/^(POST|PUT) .*\/transformations\/\{objectName\}$/, json((_, fresh) => mapping(fresh, fresh))],
  [
    /^(POST|PUT) \/vdrs\/\{id\}\/transformations/,
    json((_, fresh) => ({ ...mapping(fresh, fresh), elementKey: 'infusionsoftcrm', element: { key: 'infusionsoftcrm' } })),
  ],
  [
    /^PUT \/transformations$/,
    json(({ ids }, fresh) => ({
      ...mapping(fresh, fresh),
      objectName: ids['instanceObject'],
      elementInstanceId: Number(ids['instanceId']),
    })),
  ],
  [
    /^PUT \/common-resources$/,
    json(({ ids }, fresh) => ({ name: ids['accountObject'], fields: [{ path: fresh, type: 'string', associatedLevel: 'account' }] })),
  ],
  [/^PATCH \/common-resources\/\{name\}$/, json((_, fresh) => ({ name: fresh }))],
  [/^POST \/vdrs$/, json((_, fresh) => ({ objectName: fresh, fields: [{ path: fresh, type: 'string' }] }))],
  [
    /^(PUT|PATCH) \/vdrs\/\{id\}$/,
    json(({ ids }, fresh) => ({ objectName: ids['accountObject'], fields: [{ path: fresh, type: 'string', level: 'account' }] })),
  ],
  [
    /^PUT \/vdrs\/import$/,
    json((_, fresh) => ({
      vdrName: fresh,
      definition: { objectName: fresh, fields: [{ path: fresh, type: 'string', level: 'account' }] },
    })),
  ],
  [/^POST \/vdrs\/\{id\}\/clone$/, json((_, fresh) => ({ objectName: fresh, level: 'account', cloneAllTransformations: true }))],
  [/\/vdrs\/upgrade\/v2$/, ({ organizationId }) => ({ query: `orgIds[]=${organizationId}` })],
  [/^(POST|PUT) \/vdrs\/snippets/, json((_, fresh) => ({ name: fresh, body: 'done()', level: 'account' }))],
  [/^POST \/transformations\/\{name\}\/execute$/, json(({ ids }) => ({ payload: { id: 1 }, instanceId: Number(ids['instanceId']) }))],
]

/** What is sent, with a name that nothing has yet where one is needed. */
export function bodyFor({ name }: PlatformRoute, tenant: Tenant, fresh: () => string): Sent {
  return bodies.find(([pattern]) => pattern.test(name))?.[1](tenant, fresh()) ?? {}
}
