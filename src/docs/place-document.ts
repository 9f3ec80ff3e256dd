/** Puts a description at an address: host, base path and schemes of Swagger 2.0, with the parameters that a gateway wants (contract 2.11). */
import { createError } from '../lib/errors.ts'
import { apiKeyParameter } from './fixed-parts.ts'
import type { ApiDescription, Operation, Paths, SwaggerDocument } from './swagger-document.ts'

export interface Address {
  /** With port where there is one; undefined: clients take the host they read the document from. */
  readonly host: string | undefined
  readonly basePath: string
  readonly schemes: readonly string[]
  /** Every operation takes a key for the gateway. */
  readonly hasApiKey?: boolean
}

export const apiBasePath = '/elements/api-v2'

/** Forms that Swagger 2.0 allows: no IPv6 address, no user. */
const hostForm = /^[^{}/ :\\@]+(?::\d+)?$/

/** The address of the gateway in the clouds that the original names for `provider=aws`. */
const gatewayAddress: Address = { host: 'aws-api.cloud-elements.com', basePath: '/', schemes: ['https'], hasApiKey: true }

/**
 * Where the document says the API is: at `baseUrl`, behind the gateway, or at the host that was asked.
 * Throws invalid-parameter (400) for a base URL that is none.
 */
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

/** The whole document. */
export function placeDocument({ title, paths, definitions }: ApiDescription, address: Address): SwaggerDocument {
  const { host, basePath, schemes, hasApiKey = false } = address
  return {
    swagger: '2.0',
    info: { title, version: 'api-v2', contact: { email: 'support@cloud-elements.com' } },
    ...(host !== undefined && { host }),
    basePath,
    schemes,
    tags: listTags(paths),
    paths: hasApiKey ? mapOperations(paths, addApiKey) : paths,
    definitions,
  }
}

function keepHost(host: string | undefined): string | undefined {
  return host !== undefined && hostForm.test(host) ? host : undefined
}

function listTags(paths: Paths): { name: string }[] {
  const names = new Set(Object.values(paths).flatMap((verbs) => Object.values(verbs).flatMap(({ tags }) => tags)))
  return [...names].map((name) => ({ name }))
}

/** Second after Authorization. */
function addApiKey(operation: Operation): Operation {
  const [first, ...rest] = operation.parameters
  return { ...operation, parameters: [...(first === undefined ? [] : [first]), apiKeyParameter, ...rest] }
}

function mapOperations(paths: Paths, change: (operation: Operation) => Operation): Paths {
  const entries = Object.entries(paths).map(([path, verbs]) => [
    path,
    Object.fromEntries(Object.entries(verbs).map(([verb, operation]) => [verb, change(operation)])),
  ])
  return Object.fromEntries(entries)
}
