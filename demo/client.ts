/** The story's API client: one call, narrated or not. */
import type { Narrator } from './narrator.ts'

export interface Client {
  /** Calls, tells, and gives the JSON of the answer. Rejects when the answer is no success. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
  withElement(token: string): Client
  readonly authorization: string
}

/** A client of the server at `url` that narrates what it does. */
export function createClient(narrator: Narrator, url: string, authorization: string): Client {
  return {
    authorization,
    withElement: (token) => createClient(narrator, url, `${authorization}, Element ${token}`),
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      narrator.called(method, `${url}${path}`, body)
      const reply = await send(`${url}${path}`, { method, authorization, body })
      narrator.came(reply.status, reply.headers, reply.body)
      if (reply.status >= 400) throw new Error(`${method} ${path} answered ${reply.status}`)
      return reply.body as T
    },
  }
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  /** The JSON of the answer, null when there is none. */
  readonly body: unknown
  readonly milliseconds: number
}

/** One call; whatever the status, it is an answer. Rejects when none comes. */
export async function send(
  url: string,
  { method, authorization, body }: { readonly method: string; readonly authorization?: string; readonly body?: unknown },
): Promise<Reply> {
  const since = performance.now()
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const reply = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await reply.text()
  const milliseconds = performance.now() - since
  return { status: reply.status, headers: reply.headers, body: text === '' ? null : JSON.parse(text), milliseconds }
}
