/** What the server in this process asks of vendors while a call is answered. */
import diagnostics from 'node:diagnostics_channel'

export interface Asked {
  readonly method: string
  /** Without its query. */
  readonly path: string
  /** Query and JSON of the request, decoded; forms are left out, since those of token endpoints hold secrets. */
  readonly text: string
}

/** Does `work`, and gives what was asked meanwhile of everybody but `self` (the server's own origin). */
export async function watchVendor<T>(self: string, work: () => Promise<T>): Promise<{ value: T; asked: Asked[] }> {
  const asked: Asked[] = []
  const listen = (message: unknown): void => {
    const { request } = message as { request: { origin: string; method: string; path: string; body: unknown } }
    if (String(request.origin) === self) return
    const { pathname, search } = new URL(request.path, 'http://vendor')
    asked.push({ method: request.method, path: pathname, text: decodeQuery(search) + readJson(request.body) })
  }
  diagnostics.subscribe('undici:request:create', listen)
  try {
    return { value: await work(), asked }
  } finally {
    diagnostics.unsubscribe('undici:request:create', listen)
  }
}

function decodeQuery(search: string): string {
  return [...new URLSearchParams(search)].map(([name, value]) => `${name}=${value}`).join('&')
}

function readJson(body: unknown): string {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : ''
  return text.startsWith('{') ? text : ''
}
