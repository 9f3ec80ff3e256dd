/** For tests: an element over a vendor on loopback, an instance of it, and its common resource `people` with a script. */

import type { Database } from '../../src/store/database.ts'
import { type CallOptions, createTestApp, type Reply } from '../app.ts'
import type { Vendor } from '../vendor.ts'

/** The beginning of a script that calls the platform back. */
export const callingBack = `
  const axios = require('axios')
  const base = configuration.protocol + '://' + configuration.host + configuration.pathPrefix
  const { userSecret, organizationSecret, elementInstanceToken } = configuration
  const headers = { Authorization: 'User ' + userSecret + ', Organization ' + organizationSecret + ', Element ' + elementInstanceToken }
  const get = (path) => axios.get(base + path, { headers })`

export interface Scripted {
  readonly instanceId: number
  readonly log: readonly string[]
  readonly database: Database
  /** The real secrets of the calls. */
  readonly secrets: readonly string[]
  /** Puts the transformation of `people`: id, and name, which is `first` at the vendor. */
  map(script: object | undefined, configuration?: object[], isLegacy?: boolean): Promise<void>
  /** Through the instance. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>
  /** As the administrator, for the platform. */
  ask(method: string, path: string, body?: unknown): Promise<Reply>
  /** With any Authorization. */
  send(path: string, authorization: string, body?: unknown): Promise<Reply>
  /** The paths of the calls that were counted since this was asked last. */
  usage(): Promise<string[]>
}

const hub = '/hubs/crm'
const where = { name: 'where', vendorName: 'where', type: 'query', vendorType: 'query', dataType: 'string', vendorDataType: 'string' }

function resource(method: string, path: string, vendorPath: string, more: object = {}) {
  return { method, path: hub + path, vendorMethod: method, vendorPath, type: 'api', description: path, parameters: [], hooks: [], ...more }
}

const hooks = [
  { type: 'postRequest', isLegacy: false, mimeType: 'application/javascript', body: 'done({ response_body: { hooked: true } })' },
]

export async function openScripted(t: { after(close: () => unknown): unknown }, { url }: Vendor): Promise<Scripted> {
  const app = await createTestApp()
  t.after(app.close)
  const ask = (method: string, path: string, body?: unknown) => app.call(method, path, body === undefined ? {} : { body })
  const demand = async (reply: Promise<Reply>) => {
    const { status, text, body } = await reply
    if (status !== 200) throw new Error(`${status} ${text}`)
    return body
  }
  const element = {
    name: 'Scripted',
    key: 'scripted',
    hub: 'crm',
    description: 'For tests',
    authentication: { type: 'custom' },
    configuration: [{ name: 'Base', key: 'base.url', description: 'Base', defaultValue: url, type: 'TEXTFIELD_1000' }],
    resources: [
      resource('GET', '/contacts', '/people', { parameters: [where] }),
      resource('POST', '/contacts', '/people'),
      resource('GET', '/contacts/{id}', '/people/{id}'),
      resource('GET', '/companies/{id}', '/companies/{id}'),
      resource('GET', '/hooked', '/people/1', { hooks }),
    ],
  }
  await demand(ask('POST', '/elements', element))
  const { id, token } = await demand(ask('POST', '/instances', { name: 'scripted', element: { key: 'scripted' }, configuration: {} }))
  const path = `/instances/${id}/transformations/people`
  await demand(ask('POST', `/instances/${id}/objects/people/definitions`, { fields: [{ path: 'id', type: 'number' }] }))
  return {
    instanceId: id,
    log: app.log,
    secrets: [app.user.slice('User '.length), app.organization.slice('Organization '.length), token],
    async map(script, configuration = [], isLegacy = false) {
      const fields = [
        { path: 'id', vendorPath: 'id' },
        { path: 'name', vendorPath: 'first' },
      ]
      const nothingElse = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }
      const body = { vendorName: 'contacts', fields, configuration: [nothingElse, ...configuration], script, isLegacy }
      await ask('DELETE', path)
      await demand(ask('POST', path, body))
    },
    call: (method, at, options) =>
      app.call(method, at, { authorization: `${app.user}, ${app.organization}, Element ${token}`, ...options }),
    ask,
    send: (at, authorization, body) =>
      body === undefined ? app.call('GET', at, { authorization }) : app.call('POST', at, { authorization, body }),
    database: app.database,
    async usage() {
      await new Promise((resolve) => setTimeout(resolve, 1200))
      const rows = await app.database.db.deleteFrom('usage').returning('request_uri').execute()
      return rows.map(({ request_uri }) => request_uri)
    },
  }
}
