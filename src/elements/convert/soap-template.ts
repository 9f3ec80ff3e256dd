/** The envelope of a SOAP call as a body template: `{token}` places for its fields, and the parameters that fill them (contract 12.5). */
import type { ParameterDocument } from '../document/element-document.ts'
import { passParameter } from './converted-element.ts'
import type { XsdField } from './xsd-fields.ts'

export interface SoapCall {
  /** Namespace of the envelope, which tells SOAP 1.1 from 1.2. */
  readonly envelope: string
  readonly body: XsdField
}

/** The template, and one parameter for each of its tokens: a client sends the same names in a JSON body. */
export function writeTemplate({ envelope, body }: SoapCall): ParameterDocument[] {
  const namespaces = [...new Set(listNamespaces(body))]
  const prefixes = new Map(namespaces.map((namespace, at) => [namespace, `ns${at + 1}`]))
  const declared = namespaces.map((namespace) => ` xmlns:${prefixes.get(namespace)}="${escapeXml(namespace)}"`).join('')
  const tokens: ParameterDocument[] = []
  const content = write(body, [])
  const template = `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${envelope}"${declared}><soap:Header/><soap:Body>${content}</soap:Body></soap:Envelope>`
  return [{ ...passParameter(template, 'value'), vendorName: 'body', vendorType: 'body', description: 'Envelope' }, ...tokens]

  function write(field: XsdField, path: readonly string[]): string {
    const prefix = field.namespace === undefined ? '' : `${prefixes.get(field.namespace)}:`
    const name = prefix + field.name
    if (field.type === 'object') return `<${name}>${field.fields.map((each) => write(each, [...path, each.name])).join('')}</${name}>`
    const token = (path.length === 0 ? [field.name] : path).join('.')
    tokens.push({
      ...passParameter(token, 'bodyField'),
      vendorType: 'bodyToken',
      dataType: field.type,
      vendorDataType: field.type,
      required: field.isRequired && path.length <= 1,
    })
    return `<${name}>{${token}}</${name}>`
  }
}

function listNamespaces({ namespace, fields }: XsdField): string[] {
  return [...(namespace === undefined ? [] : [namespace]), ...fields.flatMap(listNamespaces)]
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
