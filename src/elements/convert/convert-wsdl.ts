/** WSDL 1.1 with a SOAP binding → an element with one resource per operation, whose body is an envelope to be filled. */
import type { ResourceDocument } from '../document/element-document.ts'
import { type ConvertedElement, createConvertedElement, createUnreadable, fixHeader, hub, limitOperations } from './converted-element.ts'
import { createShapeCollector, type Schema } from './shapes.ts'
import { writeTemplate } from './soap-template.ts'
import { dropPrefix, indexByName, parseXmlDefinition, type XmlElement } from './xml-tree.ts'
import { describeField, openXsdTypes, type XsdField, type XsdTypes } from './xsd-fields.ts'

const soap11 = {
  wsdl: 'http://schemas.xmlsoap.org/wsdl/soap/',
  envelope: 'http://schemas.xmlsoap.org/soap/envelope/',
  contentType: 'text/xml; charset=utf-8',
}
const soap12 = {
  wsdl: 'http://schemas.xmlsoap.org/wsdl/soap12/',
  envelope: 'http://www.w3.org/2003/05/soap-envelope',
  contentType: 'application/soap+xml; charset=utf-8',
}

interface Wsdl {
  readonly root: XmlElement
  readonly types: XsdTypes
  readonly binding: XmlElement
  readonly messages: ReadonlyMap<string, XmlElement>
  readonly envelope: string
}

/** Converts the text of a WSDL. Throws definition-unreadable (400) saying what it is not. */
export function convertWsdl(text: string): ConvertedElement {
  const root = parseXmlDefinition(text, 'definitions')
  const version = text.includes(soap12.wsdl) && !text.includes(soap11.wsdl) ? soap12 : soap11
  const binding = root.all('binding').find(isSoap)
  if (binding === undefined) throw createUnreadable('it has no SOAP binding')
  const service = root.first('service')
  const port = root
    .all('service')
    .flatMap((each) => each.all('port'))
    .find((each) => dropPrefix(each.attributes['binding']) === binding.attributes['name'])
  const types = openXsdTypes(root.all('types').flatMap((each) => each.all('schema')))
  const name = service?.attributes['name'] ?? root.attributes['name'] ?? ''
  return createConvertedElement({
    name,
    description: root.first('documentation')?.text ?? service?.first('documentation')?.text ?? '',
    protocolType: 'soap',
    baseUrl: port?.first('address')?.attributes['location'] ?? '',
    parameters: [fixHeader('Content-Type', version.contentType)],
    resources: listResources({ root, types, binding, messages: indexByName(root.all('message')), envelope: version.envelope }),
  })
}

/** The SOAP extension of a binding has a transport or a style, that of HTTP a verb (WSDL 1.1 §3.3, §4.4). */
function isSoap(binding: XmlElement): boolean {
  const { transport, style, verb } = binding.first('binding')?.attributes ?? {}
  return verb === undefined && (transport !== undefined || style !== undefined)
}

function listResources(wsdl: Wsdl): ResourceDocument[] {
  const { root, binding } = wsdl
  const portType = root.all('portType').find((each) => each.attributes['name'] === dropPrefix(binding.attributes['type']))
  const shapes = createShapeCollector({})
  const bindings = indexByName(binding.all('operation'))
  const taken = new Set<string>()
  const operations = portType?.all('operation') ?? []
  limitOperations(operations.length)
  return operations.flatMap((operation) => {
    const name = operation.attributes['name']
    // An overloaded operation has its first form.
    if (name === undefined || taken.has(name)) return []
    taken.add(name)
    const bound = bindings.get(name)
    const action = bound?.first('operation')?.attributes['soapAction']
    const request = readMessage(wsdl, operation.first('input'), { name, bound })
    const response = readMessage(wsdl, operation.first('output'), { name: `${name}Response`, bound })
    const describe = (field: XsdField | undefined): Schema | undefined => field && describeField({ ...field, isList: false })
    const model = shapes.describe(name, describe(response), describe(request))
    const resource: ResourceDocument = {
      method: 'POST',
      path: `/hubs/${hub}/${name}`,
      vendorMethod: 'POST',
      vendorPath: '',
      type: 'api',
      kind: 'eb',
      description: operation.first('documentation')?.text.trim() || name,
      rootKey: '|soap:Envelope.soap:Body',
      response: { contentType: 'application/json' },
      parameters: [
        ...(action === undefined ? [] : [fixHeader('SOAPAction', action)]),
        ...writeTemplate({ envelope: wsdl.envelope, body: request }),
      ],
      hooks: [],
      ...(model === undefined ? {} : { model }),
    }
    return [resource]
  })
}

interface Naming {
  /** Of the wrapper of an RPC message (WSDL 1.1 §3.5). */
  readonly name: string
  readonly bound: XmlElement | undefined
}

/** A document message is one element; an RPC message wraps its parts into an element named for the operation. */
function readMessage({ root, types, binding, messages }: Wsdl, message: XmlElement | undefined, { name, bound }: Naming): XsdField {
  const named = messages.get(dropPrefix(message?.attributes['message']))
  const parts = named?.all('part') ?? []
  const element = parts.map((part) => part.attributes['element']).find((each) => each !== undefined)
  const found = element === undefined ? undefined : types.readElement(dropPrefix(element))
  if (found !== undefined) return found
  const namespace = bound?.first('input')?.first('body')?.attributes['namespace'] ?? root.attributes['targetNamespace']
  const style = bound?.first('operation')?.attributes['style'] ?? binding.first('binding')?.attributes['style']
  const fields = style === 'rpc' ? parts.map((part) => types.readPart(part.attributes['name'] ?? '', part.attributes['type'] ?? '')) : []
  return { name, namespace, type: 'object', isList: false, isRequired: true, fields }
}
