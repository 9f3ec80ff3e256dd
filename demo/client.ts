/** The story's API client: one call, narrated. */
import type { Narrator } from './narrator.ts'

export interface Client {
  /** Calls, tells, and gives the JSON of the answer. Rejects when the answer is no success. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
  withElement(token: string): Client
  readonly authorization: string
}

/** A client of the server at `url` that narrates what it does; `show` trims what is printed of long answers. */
export function createClient(narrator: Narrator, url: string, authorization: string): Client {
  return {
    authorization,
    withElement: (token) => createClient(narrator, url, `${authorization}, Element ${token}`),
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      narrator.called(method, `${url}${path}`, body)
      const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      const reply = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      const text = await reply.text()
      const value = text === '' ? null : JSON.parse(text)
      narrator.came(reply.status, reply.headers, value)
      if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}`)
      return value as T
    },
  }
}
