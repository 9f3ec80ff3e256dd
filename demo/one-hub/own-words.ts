/** A resource of the user's own over all vendors: mapped once for each element, then one and the same question for everybody. */
import { send } from '../client.ts'
import type { Narrator } from '../narrator.ts'
import type { Connecting } from './connect.ts'
import type { Person, Vendor } from './vendors.ts'

export interface Asking extends Connecting {
  readonly vendors: readonly Vendor[]
  /** Of the instances, in the vendors' order. */
  readonly authorizations: readonly string[]
  readonly person: Person
}

/** Maps `people`, asks for the person everywhere and tells what came; gives whether everybody answered in the same words. */
export async function tellOwnWords(narrator: Narrator, { url, authorization, vendors, authorizations, person }: Asking): Promise<boolean> {
  const definition = {
    fields: [
      { path: 'id', type: 'string' },
      { path: 'mail', type: 'string' },
    ],
  }
  await send(`${url}/organizations/objects/people/definitions`, { method: 'POST', authorization, body: definition })
  const where = `mail='${person.email}'`
  narrator.say(`  GET /hubs/crm/people?where=${where}\n`)
  let isRight = true
  for (const [at, { key, mail }] of vendors.entries()) {
    const fields = [
      { path: 'id', vendorPath: 'id', type: 'string' },
      { path: 'mail', vendorPath: mail, type: 'string' },
    ]
    const configuration = [{ type: 'passThrough', properties: { fromVendor: false, toVendor: false } }]
    const body = { vendorName: 'contacts', fields, configuration }
    await send(`${url}/organizations/elements/${key}/transformations/people`, { method: 'POST', authorization, body })
    const reply = await send(`${url}/hubs/crm/people?${new URLSearchParams({ where })}`, {
      method: 'GET',
      authorization: authorizations[at]!,
    })
    const [row, ...others] = Array.isArray(reply.body) ? (reply.body as { id?: unknown; mail?: unknown }[]) : []
    const isFound = typeof row?.id === 'string' && row.mail === person.email && others.length === 0
    isRight &&= isFound
    narrator.say(
      `  ${key.padEnd(16)} mail is ${mail.padEnd(17)} → ${isFound ? JSON.stringify(row) : `✗ ${reply.status} ${JSON.stringify(reply.body)}`}`,
    )
  }
  return isRight
}
