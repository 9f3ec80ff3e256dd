/** Where a document says the API is: at `baseUrl`, behind a gateway, or at the host that was asked (contract 2.11). */
import { createError } from '../lib/errors.ts'

export interface Address {
  /** With port where there is one; undefined: clients take the host they read the document from. */
  readonly host: string | undefined
  readonly basePath: string
  readonly schemes: readonly string[]
  /** Every operation takes a key for the gateway. */
  readonly hasApiKey?: boolean
}

const apiBasePath = '/elements/api-v2'

/** Forms that Swagger 2.0 allows: no IPv6 address, no user. */
const hostForm = /^[^{}/ :\\@]+(?::\d+)?$/

/** The address of the gateway in the clouds that the original names for `provider=aws`. */
const gatewayAddress: Address = { host: 'aws-api.cloud-elements.com', basePath: '/', schemes: ['https'], hasApiKey: true }

/** Throws invalid-parameter (400) for a base URL that is none. */
export function readAddress(asked: {
  readonly baseUrl?: string | undefined
  readonly provider?: string | undefined
  readonly host?: string | undefined
}): Address {
  if (asked.provider === 'aws') return gatewayAddress
  if (asked.baseUrl === undefined) return { host: keepHost(asked.host), basePath: apiBasePath, schemes: ['https'] }
  const url = URL.canParse(asked.baseUrl) ? new URL(asked.baseUrl) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw createError('invalid-parameter', {
      params: { name: 'baseUrl', expected: 'an http or https URL', got: JSON.stringify(asked.baseUrl.slice(0, 80)) },
    })
  }
  const prefix = url.pathname.replace(/\/+$/, '')
  const basePath = prefix.endsWith(apiBasePath) ? prefix : prefix + apiBasePath
  return { host: keepHost(url.host), basePath, schemes: [url.protocol.slice(0, -1)] }
}

function keepHost(host: string | undefined): string | undefined {
  return host !== undefined && hostForm.test(host) ? host : undefined
}
