/** Which events an element can tell of (contract 2.10), read from its `event.*` configuration, its hooks and the catalog data it came with. */
import type { ElementDocument } from '../document/element-document.ts'
import type { Holder } from './part.ts'

export interface EventMetadata {
  readonly supported: boolean
  readonly methods: readonly ('polling' | 'webhook')[]
  /** Resource → what is polled. */
  readonly polling?: Readonly<Record<string, { readonly eventTypes: readonly string[]; readonly pollUrl: string }>>
  readonly webhook?: Readonly<Record<string, unknown>>
}

/** The event metadata of an element. A webhook counts when the element can read one: every new element has the word in its configuration. */
export function describeEvents(document: ElementDocument): EventMetadata {
  const catalogued = readEventTypes(document)
  const named = listVendorTypes(document)
  const metadata = readJson(document, 'event.metadata')
  const polling = { ...describePolling(readJson(document, 'event.poller.configuration')), ...readObject(metadata['polling']) }
  const webhook = readObject(metadata['webhook'])
  const polls = catalogued.has('polling') || named.has('polling') || Object.keys(polling).length > 0
  const listens = catalogued.has('webhook') || (named.has('webhook') && readsWebhooks(document)) || Object.keys(webhook).length > 0
  return {
    supported: polls || listens,
    methods: [...(polls ? (['polling'] as const) : []), ...(listens ? (['webhook'] as const) : [])],
    ...(Object.keys(polling).length > 0 ? { polling: polling as EventMetadata['polling'] & object } : {}),
    ...(Object.keys(webhook).length > 0 ? { webhook } : {}),
  }
}

/** `polling`, `webhook` and `webhooks` all occur. */
function readWords(texts: readonly unknown[]): Set<string> {
  const words = texts.flatMap((text) =>
    String(text ?? '')
      .toLowerCase()
      .split(/[^a-z]+/),
  )
  return new Set(words.map((word) => (word === 'webhooks' ? 'webhook' : word)))
}

function readEventTypes({ elementMetadata }: ElementDocument & { elementMetadata?: unknown }): Set<string> {
  const { eventTypes } = readObject(elementMetadata)
  return readWords(Array.isArray(eventTypes) ? eventTypes : [])
}

function listVendorTypes({ configuration }: ElementDocument): Set<string> {
  const item = configuration.find(({ key }) => key === 'event.vendor.type')
  return readWords([item?.defaultValue, ...(item?.options ?? []).map(({ value }) => value)])
}

function readsWebhooks({ hooks, resources }: ElementDocument): boolean {
  return (hooks ?? []).some(({ type }) => type === 'event') || resources.some(({ type }) => type === 'onProvisionWebhook')
}

/** `{customers: {url, …}}` of the poller's settings. */
function describePolling(settings: Holder): Holder {
  const entries = Object.entries(settings).flatMap(([name, value]) => {
    const { url } = readObject(value)
    return typeof url === 'string' ? [[name, { eventTypes: ['created', 'updated'], pollUrl: url }]] : []
  })
  return Object.fromEntries(entries)
}

/** The JSON object that a configuration item has for its default; empty when there is none or the text is none. */
function readJson({ configuration }: ElementDocument, wanted: string): Holder {
  const text = configuration.find(({ key }) => key === wanted)?.defaultValue
  if (!text) return {}
  try {
    return readObject(JSON.parse(text))
  } catch {
    return {}
  }
}

function readObject(value: unknown): Holder {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Holder) : {}
}
