/** What an element can do with each kind of record (contract 2.10, `expand=true`), computed from its resources and objects. */
import type { ElementDocument, ObjectDeclaration, ResourceDocument } from '../document/element-document.ts'
import type { EventMetadata } from './event-metadata.ts'

/** Method and whether the path ends with an id → what that is called. */
const operations: Readonly<Record<string, string>> = {
  'GET list': 'SEARCH',
  'GET one': 'RETRIEVE',
  'POST list': 'CREATE',
  'POST one': 'CREATE',
  'PUT one': 'REPLACE',
  'PUT list': 'REPLACE',
  'PATCH one': 'UPDATE',
  'PATCH list': 'UPDATE',
  'DELETE one': 'DELETE',
  'DELETE list': 'DELETE',
}

export interface ResourceMetadata {
  readonly canonicalName: string
  readonly operations: readonly string[]
  readonly events: { readonly supported: boolean; readonly methods: readonly string[]; readonly eventTypes: readonly string[] }
  readonly bulk: Readonly<Record<'upload' | 'download', { readonly supported: boolean; readonly native: boolean }>>
  readonly customField: Readonly<Record<'get' | 'create' | 'update' | 'delete', boolean>>
}

/** One entry per path without its ids, in document order; resources that clients do not see are left out. */
export function describeResources(document: ElementDocument, events: EventMetadata): ResourceMetadata[] {
  const found = new Map<string, Set<string>>()
  for (const resource of document.resources) {
    if (resource.kind === 'java' || (resource.type || 'api') !== 'api') continue
    const name = nameRecords(resource)
    const known = found.get(name) ?? found.set(name, new Set()).get(name)!
    known.add(operations[`${resource.method} ${/\}\/?$/.test(resource.path) ? 'one' : 'list'}`] ?? resource.method)
  }
  return [...found].map(([canonicalName, names]) => {
    const object = document.objects?.find(({ name }) => name === canonicalName)
    const polled = events.polling?.[canonicalName]
    return {
      canonicalName,
      operations: [...names],
      events: {
        supported: polled !== undefined,
        methods: polled === undefined ? [] : ['polling'],
        eventTypes: polled?.eventTypes ?? [],
      },
      bulk: describeBulk(document, object),
      customField: describeCustomFields(document, canonicalName),
    }
  })
}

/** `/hubs/crm/contacts/{id}/notes` → `contacts/notes`. */
function nameRecords({ path }: ResourceDocument): string {
  const [, , ...segments] = path.split('/').filter((segment) => segment !== '')
  const literals = segments.filter((segment) => !segment.startsWith('{'))
  return (literals.length > 0 ? literals : segments).join('/')
}

/** Real exports misspell the names of the flags (contract 12.1). */
function describeBulk(document: ElementDocument, object: ObjectDeclaration | undefined): ResourceMetadata['bulk'] {
  const flags = (object ?? {}) as Readonly<Record<string, unknown>>
  const isOn = (...names: string[]) => names.some((name) => flags[name] === true)
  return {
    upload: {
      supported: document.bulkUploadEnabled === true && isOn('bulkUploadEnabled', 'hulkUploadEnabled'),
      native: isOn('nativeBulkUpload'),
    },
    download: {
      supported: document.bulkDownloadEnabled === true && isOn('bulkDownloadEnabled', 'hulkDownloadEnabled'),
      native: isOn('nativeBulkDownload'),
    },
  }
}

/** Fields that the vendor's users define are read and written with their records; nothing defines them from here. */
function describeCustomFields({ octet }: ElementDocument, name: string): ResourceMetadata['customField'] {
  return { get: octet?.transformations?.[name]?.custom !== undefined, create: false, update: false, delete: false }
}
