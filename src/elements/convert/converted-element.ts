/** The element that a converter builds: what POST /elements takes (contract 2.3), with what its author still has to decide left at the defaults. */
import { OctetError } from '../../lib/errors.ts'
import type { ConfigurationItem, ElementDocument, ParameterDocument, ResourceDocument } from '../document/element-document.ts'

export type ConvertedElement = Omit<ElementDocument, 'id'>

/** What a converter has found out. */
export interface Finding {
  readonly name: string
  readonly description: string
  readonly protocolType: 'http' | 'soap' | 'odata'
  /** Empty when the definition does not name a server. */
  readonly baseUrl: string
  readonly authenticationType?: string
  readonly configuration?: readonly ConfigurationItem[]
  readonly parameters?: readonly ParameterDocument[]
  readonly resources: readonly ResourceDocument[]
}

/** The hub of an element that belongs to none (contract 2.1). */
export const hub = 'general'

/** Operations of one definition; an entity set is five. */
const mostOperations = 5000

/** Counts the operations of a definition while they are found. Throws definition-unreadable (400) when it has too many. */
export function limitOperations(count: number): void {
  if (count > mostOperations) throw createUnreadable(`it describes ${count} operations or more; at most ${mostOperations} are converted`)
}

/** Builds the element. Throws definition-unreadable (400) when the definition has no operation. */
export function createConvertedElement(finding: Finding): ConvertedElement {
  const { protocolType, authenticationType = 'custom', configuration = [], parameters = [], resources } = finding
  const base = describeBaseUrl(finding.baseUrl)
  if (resources.length === 0) throw createUnreadable('it describes no operation')
  const name = finding.name.trim() || 'Converted element'
  return {
    key: name.toLowerCase().replace(/[^a-z0-9]/g, '') || 'convertedelement',
    name,
    description: finding.description.trim() || name,
    hub,
    active: false,
    protocolType,
    authentication: { type: authenticationType },
    configuration: [...base.configuration, ...configuration],
    parameters: [...base.parameters, ...parameters],
    hooks: [],
    resources,
    objects: [],
    models: [],
  }
}

/** Where the definition names no server, whoever makes an instance does: an element must have a base URL (contract 2.3). */
function describeBaseUrl(url: string): Required<Pick<Finding, 'configuration' | 'parameters'>> {
  const item = (name: string, key: string, more: Partial<ConfigurationItem>): ConfigurationItem => ({
    ...{ name, key, description: 'Where the API is', type: 'TEXTFIELD_1000', required: false },
    ...more,
  })
  if (url !== '') return { configuration: [item('Base URL', 'base.url', { defaultValue: url })], parameters: [] }
  return {
    configuration: [
      item('Base URL', 'base.url', { defaultValue: '{baseurl}', hideFromConsole: true }),
      item('Service URL', 'service.url', { required: true }),
    ],
    parameters: [{ ...passParameter('service.url', 'configuration'), vendorName: 'baseurl', vendorType: 'path' }],
  }
}

/** A parameter that goes to the vendor as it comes. */
export function passParameter(name: string, type: string, more: Partial<ParameterDocument> = {}): ParameterDocument {
  return {
    name,
    vendorName: name,
    type,
    vendorType: type,
    source: 'request',
    dataType: 'string',
    vendorDataType: 'string',
    required: false,
    ...more,
  }
}

/** A header with a fixed value. */
export function fixHeader(vendorName: string, value: string): ParameterDocument {
  return { ...passParameter(value, 'value'), vendorName, vendorType: 'header' }
}

/** A definition that is not what it should be; the reason alone gets out of the thread that converts. */
export class UnreadableDefinition extends OctetError {
  readonly reason: string

  constructor(reason: string, cause?: unknown) {
    super('definition-unreadable', { params: { reason }, cause })
    this.reason = reason
  }
}

export function createUnreadable(reason: string, cause?: unknown): UnreadableDefinition {
  return new UnreadableDefinition(reason, cause)
}
