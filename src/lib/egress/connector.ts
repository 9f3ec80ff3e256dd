/** Opens connections for one origin. The address that was checked is the address that is connected: the check sits inside the name look-up of the socket, so a name that changes its answer between check and use (DNS rebinding) gains nothing. */
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { refuseAddress } from './address.ts'
import type { AllowList } from './allow-list.ts'
import { EgressError } from './egress-error.ts'

/** `dns.lookup`, or a stand-in of the same shape. */
export type Lookup = LookupFunction

export interface ConnectorOptions {
  readonly allowed: AllowList
  /** For hosts on the allow-list. */
  readonly systemLookup: Lookup
  /** For all others. */
  readonly lookup: Lookup
  /** Milliseconds for name look-up, TCP and TLS together. */
  readonly connectTimeout: number
}

/** Creates the connector of an origin; throws egress-refused (400) when the origin is an IP literal that is not public, or plain http. */
export function createConnector(origin: URL, options: ConnectorOptions): buildConnector.connector {
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80')
  if (options.allowed(origin.hostname, port))
    return buildConnector({ timeout: options.connectTimeout, lookup: options.systemLookup } as object)
  const literal = /^[\d.]+$|^\[/.test(origin.hostname)
  const reason = literal ? refuseAddress(origin.hostname) : undefined
  if (reason !== undefined) throw createRefusal(origin.hostname, reason)
  // Tokens, codes and client secrets would be read on their way.
  if (origin.protocol === 'http:')
    throw refuse(origin.hostname, 'plain http is for hosts that the allow-list of the server names; use https')
  return buildConnector({ timeout: options.connectTimeout, lookup: guardLookup(options.lookup) } as object)
}

/** Wraps a look-up so that it yields public addresses only, and egress-refused when there is none. */
export function guardLookup(lookup: Lookup): Lookup {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const addresses = (Array.isArray(found) ? found : [{ address: found, family: 0 }]) as LookupAddress[]
      const usable = addresses.filter(({ address }) => refuseAddress(address) === undefined)
      const first = usable[0]
      if (first === undefined) return callback(createRefusal(hostname, describe(addresses)), '', 0)
      if (options.all) callback(null, usable)
      else callback(null, first.address, first.family)
    })
  }
}

function describe(addresses: readonly LookupAddress[]): string {
  const first = addresses[0]
  return first === undefined ? 'no address' : (refuseAddress(first.address) ?? 'no address')
}

function createRefusal(host: string, range: string): EgressError {
  return refuse(host, `its address is not a public one (${range}); the allow-list of the server does not name it`)
}

function refuse(host: string, reason: string): EgressError {
  return new EgressError('egress-refused', { params: { host, reason } }, { maybeSent: false })
}
