/** The views of an element that clients see (contract 2.1, 3.2): summary within an instance, abridged, full. */
import type { CompiledElement } from '../compile/compiled.ts'
import type { ElementDocument } from '../document/element-document.ts'

/** Members of the summary in their order (contract 3.2). Those that a document lacks are left out. */
const summaryMembers = [
  'id',
  'name',
  'hookName',
  'key',
  'description',
  'image',
  'logo',
  'active',
  'deleted',
  'typeOauth',
  'trialAccount',
  'existingAccountDescription',
  'configDescription',
  'signupURL',
  'elementProvisionType',
  'bulkDownloadEnabled',
  'bulkUploadEnabled',
  'cloneable',
  'extendable',
  'beta',
  'authentication',
  'extended',
  'hub',
  'protocolType',
  'parameters',
  'private',
] as const

/** What the original answers for a document that says nothing. */
const defaults: Readonly<Record<string, unknown>> = {
  active: true,
  deleted: false,
  typeOauth: false,
  trialAccount: false,
  bulkDownloadEnabled: false,
  bulkUploadEnabled: false,
  cloneable: false,
  extendable: false,
  beta: false,
  extended: false,
  protocolType: 'http',
  parameters: [],
}

/** The `element` of an instance. */
export function summarizeElement(element: CompiledElement): object {
  const known: Record<string, unknown> = { ...defaults, ...dropNulls(element.document), id: element.id, parameters: [] }
  return Object.fromEntries(summaryMembers.filter((name) => known[name] !== undefined).map((name) => [name, known[name]]))
}

/** An element of a list with `abridged=true`: the summary and every other plain member, without the heavy arrays. */
export function abridgeElement(element: CompiledElement): object {
  const { parameters: _parameters, ...summary } = summarizeElement(element) as Record<string, unknown>
  const plain = Object.entries(dropNulls(element.document)).filter(([name, value]) => name !== 'octet' && !Array.isArray(value))
  return { ...summary, ...Object.fromEntries(plain), id: element.id }
}

/** The whole element, with the ids of its configuration items and resources. */
export function showElement(element: CompiledElement): object {
  const document = dropNulls(element.document) as Partial<ElementDocument>
  const resources = element.document.resources.map((resource) => ({ id: element.resourceIds.get(resource), ...dropNulls(resource) }))
  return {
    ...summarizeElement(element),
    ...document,
    id: element.id,
    configuration: showConfiguration(element),
    resources,
  }
}

/** Configuration items as clients build forms from them (contract 2.5); `id` first. */
export function showConfiguration(element: CompiledElement): object[] {
  return element.configuration.map(({ id, ...item }) => ({ id, ...dropNulls(item) }))
}

/** Contract 1.12: platform objects have no null members. */
function dropNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null && member !== undefined))
}
