/** An organization with everything that one can have, made through the API: each record carries markers that nobody else may ever be shown. */
import { setTimeout as sleep } from 'node:timers/promises'
import { brandingFields } from '../../src/identity/branding/branding-fields.ts'
import { seedBody, type TestApp } from '../app.ts'
import { createMarkers, type Markers } from './markers.ts'

export interface Tenant {
  readonly organizationId: number
  /** Of the people below. */
  readonly accountId: number
  /** `User …, Organization …` of an administrator of the organization, in that account. */
  readonly owner: string
  /** The same of one in the default account. */
  readonly chief: string
  /** `Bearer …` of the same. */
  readonly session: string
  readonly userSecret: string
  readonly organizationSecret: string
  /** `Element …`. */
  readonly element: string
  readonly email: string
  readonly password: string
  readonly markers: Markers
  /** Ids, keys and names of the records, by what they are. */
  readonly ids: Readonly<Record<string, string>>
}

export interface Person {
  readonly id: string
  readonly email: string
  /** `User …, Organization …`. */
  readonly authorization: string
}

export const password = 'Correct horse 9!'
let tenants = 0

type Ask = (method: string, path: string, body?: unknown, more?: { authorization?: string; type?: string }) => Promise<Answer>
interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: what the documentation of the API says of each
  readonly body: any
  readonly headers: Headers
}

function createAsk(test: TestApp, own: string): Ask {
  return async (method, path, body, { authorization = own, type } = {}) => {
    const headers = type === undefined ? {} : { 'content-type': type }
    const reply = await test.call(method, path, { authorization, headers, ...(body !== undefined && { body }) })
    if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`)
    return reply
  }
}

/** Signs the organization up and fills it; a second or so. */
export async function createTenant(test: TestApp): Promise<Tenant> {
  const n = ++tenants
  const markers = createMarkers(n)
  const { organization, account } = markers
  const email = `${account('email')}@tenant${n}.test`
  const signed = await test.call('POST', '/customers/signup', {
    body: {
      organization: { name: organization('organization name'), externalId: organization('organization external id') },
      account: { name: organization('default account') },
      user: { email: `chief@tenant${n}.test`, firstName: 'Chief', lastName: organization('chief'), roles: [{ key: 'org-admin' }] },
    },
  })
  if (signed.status !== 200) throw new Error(`The organization was not made: ${signed.text}`)
  const organizationSecret = signed.body.organization.secret as string
  const chief = `User ${signed.body.user.secret}, Organization ${organizationSecret}`
  const asChief = createAsk(test, chief)
  const accountBody = { externalId: account('account external id'), name: account('account name'), description: account('account text') }
  const { id: accountId } = (await asChief('POST', '/accounts', accountBody)).body
  const names = { email, firstName: account('first name'), lastName: account('last name'), password }
  const made = (await asChief('POST', `/accounts/${accountId}/users`, { ...names, roles: [{ key: 'org-admin' }, { key: 'admin' }] })).body
  const owner = `User ${made.secret}, Organization ${organizationSecret}`
  const ask = createAsk(test, owner)
  markers.keep('secrets', made.secret, organizationSecret, signed.body.user.secret)
  const session = await openSession(test, { email })
  const ids: Record<string, string> = {
    organizationId: String(signed.body.organization.id),
    accountId: String(accountId),
    email,
    userId: String(made.id),
    roleKey: 'admin',
  }
  const colleague = await addPerson(test, { chief, accountId, email: `${account('colleague')}@tenant${n}.test`, roles: ['default-user'] })
  Object.assign(ids, { colleagueId: colleague.id, colleagueEmail: colleague.email, otherAccountId: String(signed.body.account.id) })
  Object.assign(ids, await addShared(ask, markers))
  Object.assign(ids, await addElement(ask, markers, ids['hub']!))
  Object.assign(ids, await addInstance(test, ask, markers))
  const element = `Element ${ids['elementToken']}`
  markers.keep('secrets', ids['elementToken']!)
  Object.assign(ids, await addCommonResources(ask, markers, ids))
  ids['trafficId'] = await addUsage(test, { owner, element, path: `/contacts/${account('called path')}` })
  const rest = { userSecret: made.secret, organizationSecret, element, email, password, markers, ids }
  return { organizationId: Number(ids['organizationId']), accountId, owner, chief, session, ...rest }
}

/** Logs in; gives `Bearer …`. */
export async function openSession(test: TestApp, { email }: Pick<Person, 'email'>): Promise<string> {
  const reply = await test.call('POST', '/authentication', { authorization: null, body: { username: email, password } })
  if (reply.status !== 200) throw new Error(`${email} could not log in: ${reply.text}`)
  return `Bearer ${reply.body.token}`
}

/** Somebody more in an account. */
export async function addPerson(
  test: TestApp,
  { chief, accountId, email, roles }: { chief: string; accountId: number; email: string; roles: readonly string[] },
): Promise<Person> {
  const ask = createAsk(test, chief)
  const body = { email, firstName: 'Some', lastName: 'Body', password, roles: roles.map((key) => ({ key })) }
  const made = (await ask('POST', `/accounts/${accountId}/users`, body)).body
  const organization = chief.split(', ')[1]!
  return { id: String(made.id), email, authorization: `User ${made.secret}, ${organization}` }
}

/** An element of the account's own with every kind of part, and an extension of one of the catalog. */
async function addElement(ask: Ask, { account, number }: Markers, hub: string): Promise<Record<string, string>> {
  const key = account('element key')
  const document = {
    ...{ name: account('element name'), key, description: account('element text'), hub, authentication: { type: 'basic' } },
    configuration: [
      { name: 'Base URL', key: 'base.url', description: '', type: 'TEXTFIELD_1000', defaultValue: `https://${number}.example.com` },
    ],
  }
  const { id } = (await ask('POST', '/elements', document)).body
  const at = `/elements/${id}`
  const add = async (path: string, body: object): Promise<string> => {
    const added = (await ask('POST', at + path, body)).body
    return String(added.id)
  }
  const resource = await add('/resources', partBodies.resources(account('resource path'), account('resource text')))
  const object = await add('/objects', partBodies.objects(account('object')))
  const model = await add('/models', partBodies.models(account('model')))
  await ask('POST', `${at}/configuration`, partBodies.configuration('shop.id', account('configuration')))
  await ask('POST', `${at}/resources/${resource}/models`, { name: account('resource model'), swagger: {} })
  const ids = {
    ...{ elementId: String(id), elementKey: key, resourceId: resource, objectId: object, modelId: model, configurationKey: 'shop.id' },
    parameterId: await add('/parameters', partBodies.parameters(account('parameter'))),
    hookId: await add('/hooks', partBodies.hooks(account('hook'))),
    resourceParameterId: await add(`/resources/${resource}/parameters`, partBodies.parameters(account('resource parameter'))),
    resourceHookId: await add(`/resources/${resource}/hooks`, partBodies.hooks(account('resource hook'))),
    fieldId: await add(`/objects/${object}/fields`, { name: account('field'), type: 'string' }),
    modelFieldId: await add(`/models/${model}/fields`, { name: account('model field'), type: 'string' }),
  }
  const extension = partBodies.resources(account('extension path'), account('extension text'))
  const extended = (await ask('POST', '/elements/infusionsoftcrm/resources', extension)).body
  const [packageId] = (await ask('POST', `${at}/client-sdks`)).body.packageIds
  return { ...ids, extensionId: String(extended.id), packageId: String(packageId) }
}

/** Parts of an element as clients send them. */
export const partBodies = {
  resources: (path: string, description = '') => ({
    path: `/${path}`,
    method: 'GET',
    vendorPath: `/${path}`,
    vendorMethod: 'GET',
    description,
  }),
  parameters: (name: string) => ({ name, vendorName: name, type: 'query', vendorType: 'query' }),
  hooks: (text: string) => ({ type: 'preRequest', body: `done({ text: '${text}' })`, mimeType: 'application/javascript' }),
  objects: (name: string) => ({ name, vendorName: name, primaryKeyName: 'id' }),
  models: (name: string) => ({ name, fields: [{ name: 'id' }] }),
  configuration: (key: string, name: string) => ({ name, key, description: name, type: 'TEXTFIELD_32' }),
}

/** An instance, a trace of its making, and calls that are counted. */
async function addInstance(test: TestApp, ask: Ask, { account }: Markers): Promise<Record<string, string>> {
  const code = (await test.authorize()).get('code')
  const body = { ...seedBody(null), providerData: { code, debug: true }, name: account('instance name'), tags: [account('instance tag')] }
  const made = await ask('POST', '/instances', body)
  const { id, token } = made.body
  const items = (await ask('GET', `/instances/${id}/configuration`)).body
  return {
    ...{ instanceId: String(id), elementToken: token, traceId: made.headers.get('elements-trace-id') ?? '' },
    configId: String(items[0].id ?? items[0].key),
  }
}

/** What an organization has one of, a hub, an OAuth proxy and providers of identities. */
async function addShared(ask: Ask, { account, organization }: Markers): Promise<Record<string, string>> {
  const hub = (
    await ask('POST', '/hubs', { name: organization('hub name'), key: organization('hub'), description: organization('hub text') })
  ).body
  const proxyBody = { name: account('proxy'), callbackUrl: `https://${account('proxy url')}.example.com/done`, apiKey: 'k', apiSecret: 's' }
  const proxy = (await ask('POST', '/elements/oauthProxies', proxyBody)).body
  await ask('POST', `/elements/oauthProxies/${proxy.id}/applicationUrl?applicationUrl=${encodeURIComponent(applicationUrl)}`)
  const provider = identityProvider(organization('identity provider'))
  const own = (await ask('POST', '/organizations/identity-providers', provider)).body
  await ask('PUT', '/organizations/branding', branding(organization('branding')))
  await ask('PUT', '/organizations/branding/logo', image(organization('logo')), { type: multipart })
  await ask('PATCH', '/accounts/settings', { theme: account('setting') })
  await ask('PUT', '/organizations/roles/default-user', { description: organization('role text') })
  return { hub: hub.key, proxyId: String(proxy.id), identityProviderId: String(own.id) }
}

export const applicationUrl = 'https://*.example.com/done*'

export const identityProvider = (name: string) => ({
  ssoUrl: `https://${name}.example.com/sso`,
  entityId: `https://${name}.example.com`,
  signingCert: certificate,
})

/** Of nobody: its key was thrown away. */
const certificate =
  'MIIBizCCATGgAwIBAgIUa/51vHI7045DHwvrLlZScibLsB8wCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMCAXDTI2MTEyNDE5NDMyM1oYDzIxMjYxMDMxMTk0MzIzWjAaMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT/2rItBf9UrQ6XqRMTanhV1F5Y56oSbvLjyGMHyK9Jsv4Jno/MWoHXvt6Z9HSkz3+/CMHZQC7ZkEKmtYJqT+jZo1MwUTAdBgNVHQ4EFgQUCq5hRHQCz1yRXOGgh9yvF89C5REwHwYDVR0jBBgwFoAUCq5hRHQCz1yRXOGgh9yvF89C5REwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAjvNkk/zQXIxB/rDIm5SRNLCwpmQYzGaQZtvPM/lzBn0CIB5UUkUHdK4uMWXI0J4VgQcLYarxCLMZPPSCL7nexDjJ'

/** A form with a file in it, as `multipart` names it. */
export const form = (fileName: string, content: string): string =>
  `--part\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n${content}\r\n--part--\r\n`
export const multipart = 'multipart/form-data; boundary=part'

/** A picture with a text in it, and the look of an organization with one. */
export const image = (text: string): string => form('a.svg', `<svg xmlns="http://www.w3.org/2000/svg"><text>${text}</text></svg>`)
export const branding = (text: string): object => ({
  ...Object.fromEntries(brandingFields.map((name) => [name, sampleOf(name)])),
  headerFont: text,
})

function sampleOf(name: string): string {
  if (name === 'documentationUrl') return 'https://docs.example.com'
  return /Font$/.test(name) ? 'Open Sans' : /Size|Width/.test(name) ? '24px' : '#172B4D'
}

/** Common resources at each level, in both forms, and pieces of script. */
async function addCommonResources(
  ask: Ask,
  { account, organization }: Markers,
  { accountId, instanceId }: Record<string, string>,
): Promise<Record<string, string>> {
  const places = [
    ['organization', '/organizations', '/organizations/elements/infusionsoftcrm', organization],
    ['account', `/accounts/${accountId}`, `/accounts/${accountId}/elements/infusionsoftcrm`, account],
    ['instance', `/instances/${instanceId}`, `/instances/${instanceId}`, account],
  ] as const
  const names: Record<string, string> = {}
  for (const [level, place, mapped, mark] of places) {
    const name = organization(`${level} object`)
    const fields = [{ path: mark(`${level} path`), type: 'string', displayName: mark(`${level} field`) }]
    await ask('POST', `${place}/objects/${name}/definitions`, { fields })
    await ask('POST', `${mapped}/transformations/${name}`, mapping(fields[0]!.path, mark(`${level} vendor path`)))
    names[`${level}Object`] = name
    const bare = organization(`${level} object without mappings`)
    await ask('POST', `${place}/objects/${bare}/definitions`, { fields: [{ path: mark(`${level} bare path`), type: 'string' }] })
    names[`${level}Bare`] = bare
  }
  const snippets: Record<string, string> = {}
  for (const [level, mark] of [
    ['organization', organization],
    ['account', account],
  ] as const) {
    const body = {
      name: mark(`${level} snippet`),
      body: `done('${mark(`${level} snippet text`)}')`,
      description: mark(`${level} snippet words`),
      level,
    }
    snippets[`${level}Snippet`] = String((await ask('POST', '/vdrs/snippets', body)).body.id)
  }
  const vdrs = (await ask('GET', '/vdrs?pageSize=1000')).body as { id: number; objectName: string }[]
  const vdr = vdrs.find(({ objectName }) => objectName === names['accountObject'])!
  const [transformation] = (await ask('GET', `/vdrs/${vdr.id}/transformations`)).body
  return { ...names, ...snippets, vdrId: String(vdr.id), transformationId: String(transformation.id) }
}

/** A call of the hub that is on the list of calls. */
async function addUsage(test: TestApp, { owner, element, path }: { owner: string; element: string; path: string }): Promise<string> {
  const called = await test.call('GET', path, { authorization: `${owner}, ${element}` })
  const id = called.headers.get('elements-request-id')!
  for (let round = 0; round < 100; round++) {
    if ((await test.call('GET', `/usage/${id}`, { authorization: owner })).status === 200) return id
    await sleep(50)
  }
  throw new Error(`The call ${path} was not counted`)
}

/** How a common resource is mapped onto contacts. */
export const mapping = (path: string, vendorPath: string) => ({
  vendorName: 'contacts',
  fields: [{ path, type: 'string', vendorPath, vendorType: 'string' }],
  configuration: [{ type: 'addToDocumentation' }],
})
