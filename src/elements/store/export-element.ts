/** GET /elements/{k}/export: an element in the form that an import takes (contract 2.3), and clones, which are an export taken in again. */
import { copyParts, dropIds, type Json } from '../document/document-parts.ts'
import { normalizeDocument } from '../document/normalize.ts'
import type { StoredElement } from './editor.ts'

export interface ExportOptions {
  /** Of a system element only what the account added to it; everything else of the element stays. */
  readonly extendedOnly?: boolean
  /** Leaves out what Octet adds to the original's document. */
  readonly withoutOctet?: boolean
}

/** The document without ids and owners; members that are null are left out. Members keep the order they came in. */
export function exportElement({ document, isSystem, extension }: StoredElement, options: ExportOptions = {}): Json {
  const { extendedOnly = false, withoutOctet = false } = options
  const own = isSystem && extendedOnly ? { resources: [], objects: [], models: [], ...extension, extended: extension !== undefined } : {}
  const { id: _id, ownerAccountId: _owner, ...exported } = copyParts({ ...document, ...own }) as Json
  dropIds(exported)
  normalizeDocument(exported)
  return withoutOctet ? dropOctet(exported) : exported
}

/** A clone's document: the export under a new key and name, marked `cloneable: false`, without the application's key (contract 2.3). */
export function cloneDocument(stored: StoredElement, key: string): Json {
  const exported = exportElement(stored)
  for (const item of exported['configuration'] as Json[]) if (item['key'] === 'oauth.api.key') item['defaultValue'] = ''
  return { ...exported, key, name: `${exported['name']}-clone`, cloneable: false, active: false }
}

function dropOctet({ octet: _octet, ...document }: Json): Json {
  const resources = (document['resources'] as Json[]).map(({ octet: _own, ...resource }) => resource)
  return { ...document, resources }
}
