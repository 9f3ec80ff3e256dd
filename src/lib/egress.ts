/**
 * The one guarded door out: every call to a vendor, token endpoint or callback leaves through here. Private, loopback, link-local and metadata
 * addresses are refused after name resolution and on every redirect; time and size are bounded; connections are kept alive, one pool an origin.
 */
import { lookup as dnsLookup } from 'node:dns'
import { LRUCache } from 'lru-cache'
import { Pool } from 'undici'
import { compileAllowList } from './egress/allow-list.ts'
import { Cancellation } from './egress/cancellation.ts'
import { createConnector, type Lookup } from './egress/connector.ts'
import { EgressError, toEgressError } from './egress/egress-error.ts'
import type { EgressRequest, EgressResponse, EgressTimeouts } from './egress/exchange.ts'
import { createReply } from './egress/reply.ts'
import { createLookup } from './egress/resolver.ts'

export type { EgressRequest, EgressResponse, EgressTimeouts }
export { EgressError }

export interface EgressOptions {
  /** `host`, `host:port` or `*.example.com`: may be called although their address is not public. */
  readonly allowHosts: readonly string[]
  /** Bytes a body that is read whole may have, decompressed. Default 64 MB. */
  readonly maxJsonBytes?: number
  readonly timeouts?: Partial<EgressTimeouts>
  /** Connections per origin; more requests wait for one. Default 512. */
  readonly connections?: number
  /** Origins whose connections are kept. Default 1,000; the one unused longest is closed first. */
  readonly origins?: number
  /** Default: DNS, and for allowed hosts what the system knows (its hosts file too). */
  readonly lookup?: Lookup
}

export interface Egress {
  /** Sends one request. Throws EgressError: egress-refused (400), vendor-unreachable or vendor-timeout (502), each with `maybeSent`. */
  send(request: EgressRequest): Promise<EgressResponse>
  /** Lets running requests finish, for five seconds, and closes all connections. */
  close(): Promise<void>
}

export const defaultTimeouts: EgressTimeouts = { connect: 10_000, headers: 30_000, body: 30_000, total: 120_000, stream: 900_000 }

/** How long closing waits for answers that are still being read (ms); a body that nobody reads would hold it for ever. */
const closeGrace = 5000

/** Creates the door. Throws a plain Error when an entry of `allowHosts` has no known form. */
export function createEgress(options: EgressOptions): Egress {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const limit = options.maxJsonBytes ?? 64 * 1024 * 1024
  const allowed = compileAllowList(options.allowHosts)
  const lookup = options.lookup ?? createLookup()
  const systemLookup = options.lookup ?? (dnsLookup as Lookup)
  const pools = new LRUCache<string, Pool>({ max: options.origins ?? 1000, dispose: (pool) => void pool.close().catch(() => {}) })

  function openPool(url: URL): Pool {
    const known = pools.get(url.origin)
    if (known !== undefined) return known
    const pool = new Pool(url.origin, {
      connect: createConnector(url, { allowed, lookup, systemLookup, connectTimeout: timeouts.connect }),
      connections: options.connections ?? 512,
      headersTimeout: timeouts.headers,
      bodyTimeout: timeouts.body,
      keepAliveTimeout: 10_000,
    })
    pools.set(url.origin, pool)
    return pool
  }

  async function sendOnce(request: EgressRequest, url: URL, time: { left: number; limit: number }): Promise<EgressResponse> {
    const cancellation = new Cancellation(request.signal, time)
    try {
      const response = await openPool(url).request({
        method: request.method,
        path: url.pathname + url.search,
        headers: request.headers,
        body: request.body ?? null,
        signal: cancellation,
        headersTimeout: request.timeouts?.headers ?? timeouts.headers,
        bodyTimeout: request.timeouts?.body ?? timeouts.body,
      })
      return createReply(response, { limit, timeouts, cancellation })
    } catch (error) {
      cancellation.end()
      throw toEgressError(error, timeouts)
    }
  }

  async function send(request: EgressRequest): Promise<EgressResponse> {
    const total = request.timeouts?.total ?? timeouts.total
    const time = request.within !== undefined && request.within.left < total ? request.within : { left: total, limit: total }
    let url = readUrl(request.url)
    const end = performance.now() + time.left
    let response = await sendOnce(request, url, time)
    if (request.redirect !== 'follow' || request.method !== 'GET') return response
    let headers = request.headers
    for (let hops = 0; hops < 5 && isRedirect(response.status); hops++) {
      const location = response.headers['location']
      const next = typeof location === 'string' ? URL.parse(location, url.href) : null
      if (next === null) return response
      await response.discard()
      if (next.origin !== url.origin) headers = keepHarmless(headers)
      try {
        url = readUrl(next.href)
        response = await sendOnce({ ...request, headers }, url, { ...time, left: Math.max(end - performance.now(), 0) })
      } catch (error) {
        throw error instanceof EgressError && error.code === 'egress-refused' ? blameVendor(error, next) : error
      }
    }
    return response
  }

  return {
    send,
    async close() {
      const open = [...pools.values()]
      const closing = Promise.allSettled(open.map((pool) => pool.close()))
      const late = setTimeout(() => void Promise.allSettled(open.map((pool) => pool.destroy())), closeGrace)
      await closing
      clearTimeout(late)
    },
  }
}

function readUrl(text: string): URL {
  const url = URL.parse(text)
  const host = url?.host || 'this address'
  const refuse = (reason: string) => new EgressError('egress-refused', { params: { host, reason } }, { maybeSent: false })
  if (url === null) throw refuse('it is not a URL')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('only http and https are')
  if (url.username !== '' || url.password !== '') throw refuse('the URL holds a user name or password')
  return url
}

/** The client chose the first address only; where it leads is the vendor's failure, and the vendor was asked. */
function blameVendor(cause: EgressError, { host, protocol }: URL): EgressError {
  const reason = `it redirects to ${host || protocol}, where this server does not call`
  return new EgressError('vendor-unreachable', { params: { reason }, cause }, { maybeSent: true })
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

/** What may cross to another origin: nothing that could hold a credential. */
function keepHarmless(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => ['accept', 'accept-language', 'user-agent'].includes(name.toLowerCase())),
  )
}
