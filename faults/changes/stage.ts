/**
 * What is changed and called: an element of an account whose vendor echoes what it was asked, a common resource over it, instances, a user, a role.
 * Every change carries a number or a choice that answers show.
 */
import type { Secrets } from '../../test/read-secrets.ts'
import type { Server } from '../../test/server-process.ts'
import { type Answer, type Asked, demand } from './api.ts'
import type { History } from './history.ts'

/** One thing that changes. */
export interface Subject {
  readonly name: string
  readonly history: History
  /** Milliseconds between two changes. Where values come again it is more than an answer may be old: an old state would pass for a new one. */
  readonly paceMs: number
  valueAt(step: number): unknown
  /** May be sent again: it says what is to be, not what is to be done. */
  change(value: unknown): Asked
}

type Values = Readonly<Record<string, unknown>>
/** A record as the mapping makes it. */
type Facts = Readonly<Record<string, string>>

/** One kind of call, and which values its answer shows, by the subject's name; undefined: not an answer that this call may get. */
export interface Probe {
  readonly isHubCall: boolean
  readonly asked: Asked
  read(answer: Answer): Values | undefined
}

export interface Stage {
  readonly subjects: readonly Subject[]
  readonly probes: readonly Probe[]
}

const numbersPaceMs = 200
const choicesPaceMs = 1800
const mapped = 'facts'
const seerPrivileges = [{ key: 'viewElements' }]

/**
 * A change of an instance or an element makes servers forget more than was changed, which would hide that they missed something else: hence one element and one instance
 * that nobody changes (`still`), beside one of each that is.
 */
export async function setStage(server: Server, vendorUrl: string, secrets: Secrets): Promise<Stage> {
  const organization = `Organization ${secrets.organizationSecret}`
  const user = `User ${secrets.userSecret}`
  const admin = (method: string, path: string, body?: unknown): Asked => ({
    ...{ method, path, authorization: `${user}, ${organization}` },
    ...(body !== undefined && { body }),
  })
  const make = (path: string, body: unknown) => demand(server, admin('POST', path, body))
  const put = (path: string, body: unknown) => demand(server, admin('PUT', path, body))

  await make(`/organizations/objects/${mapped}/definitions`, describeDefinition('string'))
  const transformationOf = ({ key }: { key: string }) => `/organizations/elements/${key}/transformations/${mapped}`
  const makeElement = async (name: string) => {
    const element = await make('/elements', describeElement(name, vendorUrl))
    await make(transformationOf(element), describeTransformation(0))
    return element
  }
  const [still, edited] = [await makeElement('Still'), await makeElement('Edited')]
  const makeInstance = ({ key }: { key: string }, name: string) => make('/instances', { element: { key }, name })
  const quiet = await makeInstance(still, 'quiet')
  const tuned = await makeInstance(still, 'tuned')
  const ofEdited = await makeInstance(edited, 'of the edited')
  const roles = await put('/organizations/roles', [{ key: 'seer', privileges: seerPrivileges }])
  const { id: roleId } = roles.find(({ key }: { key: string }) => key === 'seer')
  const hire = (name: string) =>
    make('/organizations/users', { email: `${name}@faults.test`, firstName: name, lastName: name, roles: [{ key: 'seer' }] })
  const [seer, caller] = [await hire('seer'), await hire('caller')]

  const resource = `/elements/${edited.id}/resources/${edited.resources[0].id}`
  const subjects = [
    countUp('mapping', (value) => admin('PUT', transformationOf(still), describeTransformation(value))),
    countUp('element', (value) => admin('PUT', resource, describeResource(value))),
    countUp('instance', (value) => admin('PATCH', `/instances/${tuned.id}`, { configuration: { shown: String(value) } })),
    choose('definition', ['string', 'number'], (value) =>
      admin('PUT', `/organizations/objects/${mapped}/definitions`, describeDefinition(value)),
    ),
    choose('role', [200, 403], (value) =>
      admin('PUT', `/organizations/roles/${roleId}`, { privileges: value === 200 ? seerPrivileges : [] }),
    ),
    choose('user', [200, 401], (value) => admin('PATCH', `/users/${caller.id}`, { active: value === 200 })),
  ]
  const callAs = (who: string, { token }: { token: string }): Asked => ({
    path: `/hubs/general/${mapped}`,
    authorization: `${who}, Element ${token}`,
  })
  const readMapped = ({ mapping, typed }: Facts) => ({ mapping: Number(mapping), definition: typeof typed })
  const readIf200 = (read: (facts: Facts) => Values) => (answer: Answer) => (answer.status === 200 ? read(answer.body) : undefined)
  const probes: Probe[] = [
    { isHubCall: true, asked: callAs(user, quiet), read: readIf200(readMapped) },
    {
      isHubCall: true,
      asked: callAs(user, tuned),
      read: readIf200((facts) => ({ ...readMapped(facts), instance: Number(facts['setting']) })),
    },
    {
      isHubCall: true,
      asked: callAs(user, ofEdited),
      read: readIf200(({ path }) => ({ element: Number(path?.slice('/echo/'.length)) })),
    },
    {
      isHubCall: true,
      asked: callAs(`User ${caller.secret}`, quiet),
      read: ({ status }) => ([200, 401].includes(status) ? { user: status } : undefined),
    },
    {
      isHubCall: false,
      asked: { path: '/elements/keys', authorization: `User ${seer.secret}, ${organization}` },
      read: ({ status }) => ([200, 403].includes(status) ? { role: status } : undefined),
    },
  ]
  return { subjects, probes }
}

function countUp(name: string, change: (value: unknown) => Asked): Subject {
  return { name, history: [{ value: 0, begunAt: 0, doneAt: 0 }], paceMs: numbersPaceMs, valueAt: (step) => step, change }
}

function choose(name: string, values: readonly [unknown, unknown], change: (value: unknown) => Asked): Subject {
  const valueAt = (step: number) => values[step % 2]
  return { name, history: [{ value: values[0], begunAt: 0, doneAt: 0 }], paceMs: choicesPaceMs, valueAt, change }
}

/** `GET /echo` of the vendor answers with `id`, the `path` it was asked and the `setting` that came in a header. */
function describeElement(name: string, url: string): object {
  const item = (key: string, defaultValue: string) => ({ key, name: key, description: key, type: 'TEXTFIELD_1000', defaultValue })
  return {
    ...{ name, description: 'Answers what it was asked', hub: 'general', authentication: { type: 'custom' } },
    configuration: [item('base.url', url), item('shown', '0')],
    resources: [describeResource(0)],
  }
}

function describeResource(number: unknown): object {
  const setting = { name: 'shown', vendorName: 'x-setting', type: 'configuration', vendorType: 'header' }
  const vendor = { vendorMethod: 'GET', vendorPath: `/echo/${number}` }
  return { description: 'What was asked', type: 'api', method: 'GET', path: '/echo', ...vendor, parameters: [setting] }
}

function describeDefinition(type: unknown): object {
  return { fields: [{ path: 'typed', type }] }
}

function describeTransformation(number: unknown): object {
  const constant = { type: 'defaultValue', properties: { fromVendor: String(number) } }
  return {
    vendorName: 'echo',
    fields: [
      { path: 'mapping', vendorPath: 'nothing', configuration: [constant] },
      { path: 'typed', vendorPath: 'id', vendorType: 'number' },
      { path: 'setting', vendorPath: 'setting' },
      { path: 'path', vendorPath: 'path' },
    ],
    configuration: [{ type: 'passThrough', properties: { fromVendor: false, toVendor: false } }],
  }
}
