/** What the tests of src/call share: an instance of an element given as a document, with a door that lets loopback through. */
import { createSecretKey } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createXmlReader } from '../src/call/body/xml-reader.ts'
import { callVendor } from '../src/call/call.ts'
import { createDirectoryCache } from '../src/call/directory.ts'
import { createCallLimits } from '../src/call/limits.ts'
import type { CallInstance, CallParts, Credential } from '../src/call/types.ts'
import { compileElement, listResourceKeys } from '../src/elements/compile/compile-element.ts'
import type { ElementDocument, ResourceDocument } from '../src/elements/document/element-document.ts'
import { createEgress } from '../src/lib/egress.ts'
import { emptyBody, type HubRequest, type HubResponse, type Method } from '../src/lib/hub-request.ts'
import { createScriptRunner } from '../src/script/runner.ts'

export function openParts(t: Pick<TestContext, 'after'>, change: Partial<CallParts> = {}): CallParts {
  const egress = createEgress({ allowHosts: ['127.0.0.1'], timeouts: { headers: 2000, body: 2000, total: 5000 } })
  const scripts = createScriptRunner({ egress })
  t.after(() => scripts.close().finally(egress.close))
  const clock = change.clock ?? Date.now
  return {
    egress,
    clock,
    limits: createCallLimits(),
    directories: createDirectoryCache({ clock }),
    scripts,
    xml: createXmlReader(),
    ...change,
  }
}

export interface InstanceOptions {
  readonly configuration?: Record<string, string | null>
  readonly credential?: Credential
  readonly renew?: CallInstance['renew']
  readonly keep?: CallInstance['keep']
}

/** An instance of a document's element; element ids and the like are made up. */
export function createInstance(document: ElementDocument, options: InstanceOptions = {}): CallInstance {
  const element = compileElement(document, {
    element: document.id ?? 1,
    configuration: new Map(document.configuration.map(({ key }, index) => [key, index + 1])),
    resources: new Map([...listResourceKeys(document).keys()].map((key, index) => [key, index + 1])),
  })
  return {
    id: 1000,
    accountId: 1,
    element,
    configuration: { ...element.defaults, ...options.configuration },
    credential: options.credential ?? { kind: 'none' },
    pageTokenKey: createSecretKey(Buffer.alloc(32, 7)),
    renew: options.renew ?? (() => Promise.reject(new Error('there is nothing to renew'))),
    keep: options.keep ?? (() => Promise.reject(new Error('nothing was to be kept'))),
  }
}

/** A small element around some resources. */
export function describeElement(resources: readonly Partial<ResourceDocument>[], more: Partial<ElementDocument> = {}): ElementDocument {
  return {
    key: 'sample',
    name: 'Sample',
    description: 'An element for tests',
    hub: 'crm',
    authentication: { type: 'custom' },
    configuration: [{ key: 'secret.key', name: 'Key', type: 'PASSWORD' }],
    ...more,
    resources: resources.map((resource) => {
      const method = resource.method ?? 'GET'
      const path = `/hubs/crm${resource.path ?? '/rows'}`
      return { vendorMethod: method, vendorPath: '/rows', ...resource, method, path }
    }),
  }
}

export interface Asking {
  readonly query?: HubRequest['query']
  readonly json?: unknown
  readonly body?: HubRequest['body']
  readonly headers?: HubRequest['headers']
  readonly signal?: AbortSignal
}

/** Calls with parts bound: `call('GET', '/contacts/1')`. */
export function createCaller(parts: CallParts, instance: CallInstance) {
  return (method: Method, path: string, asking: Asking = {}): Promise<HubResponse> =>
    callVendor(parts, instance, {
      requestId: '0123456789abcdef01234567',
      method,
      segments: path.split('/').filter((segment) => segment !== ''),
      query: asking.query ?? {},
      headers: asking.headers ?? {},
      body: asking.body ?? ('json' in asking ? { kind: 'json', value: asking.json } : emptyBody),
      ...(asking.signal !== undefined && { signal: asking.signal }),
    })
}

/** The JSON of an answer as a client would get it. */
export function readJson<T = Record<string, unknown>>(response: HubResponse): T {
  return (response.body.kind === 'json' ? JSON.parse(JSON.stringify(response.body.value)) : response.body) as T
}
