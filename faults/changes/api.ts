/** Calls of the servers under test, as a client makes them. */
import type { Server } from '../../test/server-process.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a reply is whatever came; who asked knows its shape
  readonly body: any
  readonly requestId: string | null
}

export interface Asked {
  readonly method?: string
  readonly path: string
  readonly authorization: string
  readonly body?: unknown
}

/** Rejects when the server goes away in the middle. */
export async function ask(server: Pick<Server, 'url'>, { method = 'GET', path, authorization, body }: Asked): Promise<Answer> {
  const reply = await fetch(`${server.url}/elements/api-v2${path}`, {
    method,
    headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  return { status: reply.status, body: text === '' ? undefined : JSON.parse(text), requestId: reply.headers.get('elements-request-id') }
}

/** The same while nothing is broken yet: gives the body, throws for anything but 200. */
export async function demand(server: Pick<Server, 'url'>, asked: Asked): Promise<Answer['body']> {
  const { status, body } = await ask(server, asked)
  if (status !== 200) throw new Error(`${asked.method ?? 'GET'} ${asked.path} answered ${status}: ${body?.message}`)
  return body
}
