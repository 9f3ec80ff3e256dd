/** A document whose vendor is a server of the test, and a configuration for an instance of it. */
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import type { Values } from './expected-request.ts'

/** Keys whose values mean something to the platform itself; they keep what the element says. */
const platformKeys = /^(pagination|event|bulk|filter|default|allow|instance|synchronous|authentication|expires_in|oauth\.user\.refresh_)/

/** The document with every absolute URL of it on another server: `https://host/path` → `{vendorUrl}/host/path`. Scripts stay as they are. */
export function moveVendor(document: ElementDocument, vendorUrl: string): ElementDocument {
  const move = (text: string) => text.replace(/^https?:\/\//, `${vendorUrl}/`)
  return {
    ...document,
    configuration: document.configuration.map((item) => ({
      ...item,
      ...(item.defaultValue != null && { defaultValue: move(item.defaultValue) }),
    })),
    resources: document.resources.map((resource) => ({
      ...resource,
      ...(resource.vendorPath != null && { vendorPath: move(resource.vendorPath) }),
    })),
  }
}

/** A value for every item: its default, or one of which a test can tell where it went. What begins the base URL is a URL. */
export function sampleConfiguration(document: ElementDocument, vendorUrl: string): Values {
  const base = document.configuration.find(({ key }) => key === 'base.url')?.defaultValue ?? ''
  const place = /^\{([^{}]+)\}/.exec(base)?.[1]
  const origin =
    document.parameters?.find(
      ({ type, vendorType, vendorName }) => type === 'configuration' && vendorType === 'path' && vendorName === place,
    )?.name ?? place
  // What fills the query of a URL alone may hold anything.
  const queried = new Set(
    [base, ...document.resources.map(({ vendorPath }) => vendorPath ?? '')].flatMap((url) =>
      [...(/[?&].*/.exec(url)?.[0].matchAll(/\{(?:configuration\.)?([^{}]+)\}/g) ?? [])].map(([, name]) => name!),
    ),
  )
  for (const { type, vendorType, vendorName, name } of document.parameters ?? [])
    if (type === 'configuration' && vendorType === 'path' && queried.delete(vendorName ?? name)) queried.add(name)
  const values: Record<string, string | null> = {}
  for (const { key, defaultValue } of document.configuration) {
    if (defaultValue != null && defaultValue !== '') values[key] = defaultValue
    else if (platformKeys.test(key)) values[key] = null
    else
      values[key] = key === origin ? `${vendorUrl}/${key}` : `of-${key.replace(/[^A-Za-z0-9]+/g, '-')}${queried.has(key) ? ' #&=+%41' : ''}`
  }
  if (base === '') values['base.url'] = `${vendorUrl}/base`
  return values
}
