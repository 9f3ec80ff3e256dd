/** XML Schema, as far as bodies of calls need it: which fields an element or type has. Types are found by local name; the first of a name counts. */
import { createUnreadable } from './converted-element.ts'
import type { Schema } from './shapes.ts'
import { dropPrefix, type XmlElement } from './xml-tree.ts'

export interface XsdField {
  readonly name: string
  /** Absent where the element is unqualified. */
  readonly namespace: string | undefined
  /** JSON type; `object` has fields. */
  readonly type: string
  readonly isList: boolean
  readonly isRequired: boolean
  readonly fields: readonly XsdField[]
}

export interface XsdTypes {
  /** A global element with its fields; undefined when there is none of the name. */
  readonly readElement: (name: string) => XsdField | undefined
  /** A field of a type: a part of an RPC message. */
  readonly readPart: (name: string, type: string) => XsdField
}

/** Types refer to each other, also in circles. */
const deepest = 5
/** Fields of one body, and of all bodies of a definition. */
const mostFields = 300
const mostFieldsOfAll = 50_000

interface Declared {
  readonly element: XmlElement
  readonly schema: XmlElement
}

/** Opens the schemas of a WSDL; reading throws definition-unreadable (400) when there is too much in them. */
export function openXsdTypes(schemas: readonly XmlElement[]): XsdTypes {
  const index = (name: string) => {
    const all = schemas.flatMap((schema) =>
      schema.all(name).map((element): [string, Declared] => [element.attributes['name'] ?? '', { element, schema }]),
    )
    return new Map(all.reverse())
  }
  const elements = index('element')
  const complex = index('complexType')
  const simple = index('simpleType')
  let leftOfAll = mostFieldsOfAll
  const start = () => ({ left: mostFields })

  interface Budget {
    left: number
  }

  function readElement({ element, schema }: Declared, isGlobal: boolean, at: { depth: number; budget: Budget }): XsdField | undefined {
    const { ref, minOccurs, maxOccurs } = element.attributes
    const declared = ref === undefined ? { element, schema } : elements.get(dropPrefix(ref))
    const name = declared?.element.attributes['name']
    if (declared === undefined || name === undefined || at.budget.left-- <= 0) return undefined
    if (leftOfAll-- <= 0) throw createUnreadable(`its bodies have more than ${mostFieldsOfAll} fields`)
    const form = declared.element.attributes['form'] ?? declared.schema.attributes['elementFormDefault']
    const isQualified = isGlobal || ref !== undefined || form === 'qualified'
    return {
      name,
      namespace: isQualified ? declared.schema.attributes['targetNamespace'] : undefined,
      isList: maxOccurs !== undefined && maxOccurs !== '1' && maxOccurs !== '0',
      isRequired: minOccurs !== '0',
      ...readContent(declared, at),
    }
  }

  function readContent({ element, schema }: Declared, at: { depth: number; budget: Budget }): Pick<XsdField, 'type' | 'fields'> {
    const inner = element.first('complexType')
    if (inner !== undefined) return { type: 'object', fields: listFields({ element: inner, schema }, at) }
    const typed = element.attributes['type'] ?? element.first('simpleType')?.first('restriction')?.attributes['base']
    return readType(dropPrefix(typed), at)
  }

  function readType(name: string, at: { depth: number; budget: Budget }): Pick<XsdField, 'type' | 'fields'> {
    const found = complex.get(name)
    if (found !== undefined) return { type: 'object', fields: listFields(found, at) }
    const base = simple.get(name)?.element.first('restriction')?.attributes['base']
    return { type: nameJsonType(dropPrefix(base ?? name)), fields: [] }
  }

  function listFields({ element, schema }: Declared, { depth, budget }: { depth: number; budget: Budget }): XsdField[] {
    if (depth >= deepest) return []
    const at = { depth: depth + 1, budget }
    const extension = element.first('complexContent')?.first('extension')
    const base = extension && complex.get(dropPrefix(extension.attributes['base']))
    const inherited = base === undefined ? [] : listFields(base, at)
    const groups = ['sequence', 'all', 'choice'].flatMap((name) => [...element.all(name), ...(extension?.all(name) ?? [])])
    return [...inherited, ...groups.flatMap((group) => readGroup({ element: group, schema }, at))]
  }

  function readGroup({ element, schema }: Declared, at: { depth: number; budget: Budget }): XsdField[] {
    const own = element.all('element').flatMap((each) => readElement({ element: each, schema }, false, at) ?? [])
    const nested = ['sequence', 'choice'].flatMap((name) => element.all(name))
    return [...own, ...nested.flatMap((group) => readGroup({ element: group, schema }, at))]
  }

  return {
    readElement: (name) => {
      const found = elements.get(name)
      return found && readElement(found, true, { depth: 0, budget: start() })
    },
    readPart: (name, type) => ({
      ...{ name, namespace: undefined, isList: false, isRequired: true },
      ...readType(dropPrefix(type), { depth: 0, budget: start() }),
    }),
  }
}

/** XML Schema part 2 §3. */
function nameJsonType(name: string): string {
  if (/^(int|integer|long|short|byte|unsigned\w+|(non)?(Positive|Negative)Integer|positiveInteger|negativeInteger)$/.test(name))
    return 'integer'
  if (/^(decimal|float|double)$/.test(name)) return 'number'
  return name === 'boolean' ? 'boolean' : 'string'
}

/** The shape of a field in Swagger 2.0. */
export function describeField({ type, isList, fields }: XsdField): Schema {
  const one =
    type === 'object' ? { type, properties: Object.fromEntries(fields.map((field) => [field.name, describeField(field)])) } : { type }
  return isList ? { type: 'array', items: one } : one
}
