/** People of different rights, each with an element instance of the own account, as tests of common resources need them. */

import { type Reply, seedBody, type TestApp } from '../app.ts'
import { addStranger } from '../people.ts'

export interface Person {
  readonly accountId: number
  readonly instanceId: number
  call(method: string, path: string, body?: unknown): Promise<Reply>
}

/** Makes a user with these roles in an account of their own in the first organization. */
export async function addPerson(test: TestApp, secret: string, roles: string[]): Promise<Person> {
  const { accountId, user } = await addStranger(test.database, { organizationId: 1, secret, roles })
  const authorization = `${user}, ${test.organization}`
  const body = seedBody((await test.authorize()).get('code'))
  const reply = await test.call('POST', '/instances', { authorization, body })
  if (reply.status !== 200) throw new Error(`The instance was not created: ${reply.status} ${reply.text}`)
  const call = (method: string, path: string, body?: unknown) =>
    test.call(method, path, { authorization, ...(body !== undefined && { body }) })
  return { accountId, instanceId: reply.body.id, call }
}

/** What was ignored, as the header tells it. */
export function ignoredIn(reply: Reply): string | null {
  return reply.headers.get('elements-error')
}
