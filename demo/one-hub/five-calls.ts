/** The same five calls, whoever the vendor is; each answer is judged, and told with what the vendor was asked for it. */
import { type Reply, send } from '../client.ts'
import type { Person, Row, Vendor } from './vendors.ts'
import { type Asked, watchVendor } from './watch-vendor.ts'

export interface Cell {
  readonly vendor: Vendor
  readonly status: number
  /** How much came: `3 rows`. */
  readonly came: string
  readonly milliseconds: number
  readonly asked: readonly Asked[]
  /** What is wrong with the answer; empty when nothing is. */
  readonly problem: string
}

/** What the calls are, in their order, as the table names them. */
export const calls = [
  'GET /contacts?pageSize=3',
  'POST /contacts',
  'GET /contacts/{id}',
  "GET /contacts?where=<e-mail>='…'",
  'GET /objects/contacts/metadata',
] as const

export interface Hub {
  /** The hub's URL: `…/hubs/crm`. */
  readonly url: string
  /** User, organization and instance. */
  readonly authorization: string
}

/** One cell for each of `calls`. Never rejects: a call that fails is a cell with a problem. */
export async function makeFiveCalls(hub: Hub, vendor: Vendor, person: Person): Promise<Cell[]> {
  const cells: Cell[] = []
  const ask = async (path: string, judge: (reply: Reply) => Judgement, body?: object): Promise<Row> => {
    const { value: reply, asked } = await watchVendor(new URL(hub.url).origin, () => attempt(hub, path, body))
    const judged = reply.status === 200 ? judge(reply) : { came: '', problem: describeRefusal(reply) }
    cells.push({ vendor, status: reply.status, milliseconds: reply.milliseconds, asked, ...judged })
    return reply.body
  }
  await ask('/contacts?pageSize=3', ({ body, headers }) => {
    const more = headers.get('elements-next-page-token')
    return expectRows(body, 3, more === null ? 'no elements-next-page-token' : '')
  })
  const created = await ask(
    '/contacts',
    ({ body }: { body: Row }) => ({ came: '1 row', problem: body?.id == null ? 'no id' : '' }),
    vendor.contact(person),
  )
  const id = String(created?.id)
  await ask(`/contacts/${encodeURIComponent(id)}`, ({ body }: { body: Row }) => {
    const problem = vendor.emailOf(body ?? {}) === person.email ? '' : 'not the e-mail address that was written'
    return { came: '1 row', problem }
  })
  await ask(`/contacts?${new URLSearchParams({ where: vendor.where(person) })}`, ({ body }: { body: Row }) =>
    expectRows(body, 1, String(body?.[0]?.id) === id ? '' : 'another contact'),
  )
  await ask('/objects/contacts/metadata', ({ body }: { body: Row }) => {
    const count = body?.fields?.length ?? 0
    return { came: `${count} fields`, problem: count > 0 ? '' : 'no fields' }
  })
  return cells
}

interface Judgement {
  readonly came: string
  readonly problem: string
}

function expectRows(body: unknown, count: number, problem: string): Judgement {
  const rows = Array.isArray(body) ? body.length : 0
  return { came: `${rows} ${rows === 1 ? 'row' : 'rows'}`, problem: rows === count ? problem : `${count} expected` }
}

function attempt({ url, authorization }: Hub, path: string, body?: object): Promise<Reply> {
  const request = { authorization, ...(body === undefined ? { method: 'GET' } : { method: 'POST', body }) }
  return send(`${url}${path}`, request).catch((error: Error) => ({
    status: 0,
    headers: new Headers(),
    body: { message: error.message },
    milliseconds: 0,
  }))
}

function describeRefusal({ body }: Reply): string {
  const { message = '', providerMessage } = (body ?? {}) as { message?: string; providerMessage?: unknown }
  return providerMessage === undefined ? message : `${message} (${providerMessage})`
}
