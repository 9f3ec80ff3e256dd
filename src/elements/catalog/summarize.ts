/** The views of an element that clients see (contract 2.1, 3.2): summary within an instance, abridged, full. */
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import { hookDefaults, parameterDefaults } from '../document/part-defaults.ts'
import type { ElementOutline } from './outline.ts'

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
export function summarizeElement({ id, document }: { readonly id: number; readonly document: Partial<ElementDocument> }): object {
  const known: Record<string, unknown> = { ...defaults, ...dropNulls(document), id, parameters: [] }
  return Object.fromEntries(summaryMembers.filter((name) => known[name] !== undefined).map((name) => [name, known[name]]))
}

/** An element of a list with `abridged=true`: the summary and every other plain member, without the heavy lists. */
export function abridgeElement({ id, outline }: { readonly id: number; readonly outline: ElementOutline }): object {
  const { parameters: _parameters, ...summary } = summarizeElement({ id, document: outline }) as Record<string, unknown>
  return { ...summary, ...outline, id }
}

/** The whole element; its parts have their ids already. What a parameter or hook belongs to is told as the original tells it (contract 2.7, 2.8). */
export function showElement(document: ElementDocument): object {
  const { id = 0 } = document
  const shown: Record<string, unknown> = { ...summarizeElement({ id, document }), ...dropNulls(document), id }
  return {
    ...shown,
    configuration: document.configuration.map(dropNulls),
    parameters: document.parameters?.map((part) => ({ ...parameterDefaults, ...dropNulls(part), elementId: id })) ?? [],
    hooks: document.hooks?.map((part) => ({ ...hookDefaults, ...dropNulls(part), elementId: id })) ?? [],
    resources: document.resources.map(showResource),
    objects: document.objects?.map((part) => ({ ...dropNulls(part), elementId: id })) ?? [],
  }
}

function showResource(resource: ResourceDocument): object {
  const owned = (defaults: object) => (part: object) => ({ ...defaults, ...dropNulls(part), resourceId: resource.id })
  return {
    ...dropNulls(resource),
    ...(resource.parameters ? { parameters: resource.parameters.map(owned(parameterDefaults)) } : {}),
    ...(resource.hooks ? { hooks: resource.hooks.map(owned(hookDefaults)) } : {}),
  }
}

/** Contract 1.12: platform objects have no null members. */
function dropNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null && member !== undefined))
}
