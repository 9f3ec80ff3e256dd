/** Which fields the platform itself picks of an answer (contract 6.4, 12.2). */
import { parseFields } from '../ceql/parse-lists.ts'
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { readOwn } from '../lib/url-template.ts'
import { readJoined } from './query.ts'
import type { Values } from './types.ts'

/**
 * The fields to pick; undefined: all. A plain document's resource that hands `fields` on to the vendor in the vendor's words leaves the choice to it,
 * unless `allow.select.fields` is true; false turns the platform's choice off. Without `fields`, `default.select.fields.map` may name some for the
 * object. Throws query-malformed (400).
 */
export function planSelection(resource: CompiledResource, query: QueryValues, configuration: Values): readonly string[] | undefined {
  if (!resource.isPlain) return planFields(query)
  const allowed = readOwn(configuration, 'allow.select.fields')
  const isVendors = resource.parameters.some(({ type, name }) => type === 'query' && name === 'fields')
  if (allowed === 'false' || (isVendors && allowed !== 'true')) return undefined
  if (readJoined(query, 'fields')) return planFields(query)
  return allowed === 'true' && resource.method === 'GET' ? readDefaults(resource, configuration) : undefined
}

/** `{"contacts": "id,name"}`, the list as a text or a list; anything else names nothing. */
function readDefaults({ document, path }: CompiledResource, configuration: Values): readonly string[] | undefined {
  const text = readOwn(configuration, 'default.select.fields.map')
  if (!text) return undefined
  try {
    const map: unknown = JSON.parse(text)
    const listed = readOwn(Object(map) as Record<string, unknown>, document.objectName || (path.split('/')[1] ?? ''))
    const joined = Array.isArray(listed) ? listed.join(',') : listed
    return typeof joined === 'string' && joined !== '' ? parseFields(joined) : undefined
  } catch {
    return undefined
  }
}

/** Parses `fields`; undefined when it was not sent or asks for everything. Throws query-malformed (400). */
function planFields(query: QueryValues): readonly string[] | undefined {
  const text = readJoined(query, 'fields')
  return text === undefined ? undefined : parseFields(text)
}
