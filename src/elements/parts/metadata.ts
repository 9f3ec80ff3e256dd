/** What clients are told of an element before they open it (contract 2.10): computed from its document, with the catalog data that an export brought. */
import type { ElementDocument } from '../document/element-document.ts'
import { listAuthenticationTypes } from './authentication-types.ts'
import { describeEvents } from './event-metadata.ts'
import { dropNulls, type Holder } from './part.ts'
import { describeResources } from './resource-metadata.ts'

/** Within the organization of whoever asks. */
export interface ElementUsage {
  readonly instanceCount: number
  /** Accounts with an instance. */
  readonly customerCount: number
  /** Hub calls. */
  readonly traffic: number
}

/** Members that are no part of the catalog data of another platform: they are said of the element as it is here. */
const computedMembers = [
  'id',
  'key',
  'name',
  'description',
  'usage',
  'events',
  'eventTypes',
  'hub',
  'active',
  'beta',
  'extendable',
  'captured',
]

/** The short form. */
export function describeElement(document: ElementDocument): Holder {
  const { id, name, key, description, active = true, beta = false, extended = false, authentication } = document
  return {
    ...{ id, name, key, description, events: describeEvents(document), defaultAuthentication: authentication.type },
    displayOrder: readCatalogued(document)['displayOrder'] ?? 100,
    ...{ active, beta, extended },
  }
}

/** An entry of the list of all elements, as the apps of clients filter it. */
export function outlineElement(document: ElementDocument): Holder {
  const { notes, provisioningNotes } = readCatalogued(document)
  const { api, bulk, hub, authenticationTypes } = describeExpanded(document)
  return { ...describeElement(document), ...dropNulls({ hub, authenticationTypes, api, bulk, notes, provisioningNotes }) }
}

/** `expand=true`; `usage` is added by whoever can count. */
export function describeExpanded(document: ElementDocument): Holder {
  const known = readCatalogued(document)
  const events = describeEvents(document)
  const extra = Object.entries(known).filter(([name]) => !computedMembers.includes(name))
  return {
    ...dropNulls(Object.fromEntries(extra)),
    ...describeElement(document),
    image: document.image ?? '',
    hub: document.hub,
    transformations: document.transformationsEnabled ?? document.octet?.transformations !== undefined,
    elementType: document.private ? 'private' : 'public',
    // Marks of the original's own test-suites; nobody gives them here.
    churros: false,
    swaggerValidated: false,
    normalizedPaging: document.configuration.some(({ key, defaultValue }) => key === 'pagination.type' && Boolean(defaultValue)),
    cloneable: document.cloneable ?? false,
    authenticationType: document.authentication.type,
    authenticationTypes: listAuthenticationTypes(document).options.map(({ value }) => value),
    events: { supported: events.supported, methods: events.methods },
    discovery: describeDiscovery(document, readObject(known['discovery'])),
    bulk: { ...readObject(known['bulk']), upload: document.bulkUploadEnabled ?? false, download: document.bulkDownloadEnabled ?? false },
    api: describeApi(document, readObject(known['api'])),
    resources: describeResources(document, events),
  }
}

function describeDiscovery({ octet, models }: ElementDocument, known: Holder): Holder {
  const ownFields = Object.values(octet?.transformations ?? {}).some(({ custom }) => custom !== undefined)
  const modelFields = (models ?? []).some((model) => (model as { customFields?: unknown }).customFields === true)
  return {
    ...known,
    customFields: ownFields || modelFields || known['supportCustomFieldsDiscovery'] === true,
    customObjects: known['objectDiscoverySupport'] === true,
    endpointCustomFields: ownFields || known['vendorSupportCustomFieldsDiscovery'] === true,
    endpointCustomObjects: known['nativeObjectDiscovery'] === true,
  }
}

function describeApi({ protocolType }: ElementDocument, known: Holder): Holder {
  const isNamed = typeof known['type'] === 'string' && known['type'] !== 'unknown'
  const type = protocolType === undefined || protocolType === 'http' ? 'rest' : protocolType
  const contentType = protocolType === 'soap' ? 'application/xml' : 'application/json'
  return { contentType, ...known, type: isNamed ? known['type'] : type }
}

function readCatalogued(document: ElementDocument & { elementMetadata?: unknown }): Holder {
  return readObject(document.elementMetadata)
}

function readObject(value: unknown): Holder {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Holder) : {}
}
