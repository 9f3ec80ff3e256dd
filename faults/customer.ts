/** One customer of the run: an element instance whose tokens the simulator issued, and what calls with it answer. */
import { createHash } from 'node:crypto'
import type { Keap } from '../simulators/keap/keap.ts'
import type { Secrets } from '../test/read-secrets.ts'

export interface Customer {
  readonly id: number
  readonly authorization: string
  /** Generation, in the simulator's record, of the pair that the instance began with. */
  readonly firstGeneration: number
}

export type Answer = 'served' | 'refused' | 'failed'

/** Creates an instance from a refresh token that the simulator issues for it. */
export async function createCustomer(serverUrl: string, keap: Keap, secrets: Secrets): Promise<Customer> {
  const issued = await fetch(`${keap.url}/_simulator/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { refresh_token: refreshToken } = (await issued.json()) as { refresh_token: string }
  const hash = createHash('sha256').update(refreshToken).digest('hex')
  const firstGeneration = keap.record.find((pair) => pair.refreshTokenHash === hash)!.generation
  const authorization = `User ${secrets.userSecret}, Organization ${secrets.organizationSecret}`
  const reply = await fetch(`${serverUrl}/elements/api-v2/instances`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: `customer ${firstGeneration}`,
      element: { key: 'infusionsoftcrm' },
      externalAuthentication: 'initial',
      configuration: {
        'oauth.user.refresh_token': refreshToken,
        'oauth.callback.url': 'https://octet.example/callback',
        'oauth.api.key': 'octet-demo',
        'oauth.api.secret': 'octet-demo-secret',
        'infusionsoft.server': 'ab123.infusionsoft.com',
        'infusionsoft.private.key': 'unused',
        'base.url': `${keap.url}/crm`,
        'oauth.token.url': `${keap.url}/token`,
      },
    }),
  })
  const instance = (await reply.json()) as { id: number; token?: string; message?: string }
  if (instance.token === undefined) throw new Error(`An instance was not created: ${reply.status} ${instance.message}`)
  return { id: instance.id, authorization: `${authorization}, Element ${instance.token}`, firstGeneration }
}

/** One hub call. `refused`: 401 or 403, the instance needs its user again. `failed`: anything else but 200, a dead server included. */
export async function callHub(serverUrl: string, customer: Customer): Promise<Answer> {
  try {
    const reply = await fetch(`${serverUrl}/elements/api-v2/hubs/crm/users?pageSize=1`, {
      headers: { authorization: customer.authorization },
    })
    await reply.arrayBuffer()
    if (reply.status === 200) return 'served'
    return reply.status === 401 || reply.status === 403 ? 'refused' : 'failed'
  } catch {
    return 'failed'
  }
}
