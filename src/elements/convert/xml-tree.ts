/** The XML of definitions as a tree of elements without prefixes: whoever wrote the file chose them, and the names within WSDL, XSD and EDMX do not clash. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { createUnreadable } from './converted-element.ts'

export interface XmlElement {
  readonly attributes: Readonly<Record<string, string>>
  /** Elements of a name, in document order; none for a name that does not occur. */
  readonly all: (name: string) => readonly XmlElement[]
  readonly first: (name: string) => XmlElement | undefined
  readonly text: string
}

type Raw = Readonly<Record<string, unknown>>

/** Parses a document and gives its root when that has the name. Throws definition-unreadable (400); a DTD is refused, entities need not expand. */
export function parseXmlDefinition(text: string, rootName: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw createUnreadable('it has a document type declaration')
  const verdict = XMLValidator.validate(text.trimStart())
  if (verdict !== true) throw createUnreadable(`it is not valid XML (line ${verdict.err.line})`)
  const parser = new XMLParser({
    removeNSPrefix: true,
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    ignoreDeclaration: true,
    ignorePiTags: true,
    parseTagValue: false,
    parseAttributeValue: false,
    maxNestedTags: 100,
    isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
  })
  const root = readRoot(parser, text)[rootName]
  if (!Array.isArray(root)) throw createUnreadable(`its root element is not ${rootName}`)
  return createElement(root[0])
}

function readRoot(parser: XMLParser, text: string): Raw {
  try {
    return parser.parse(text.trimStart()) as Raw
  } catch (error) {
    throw createUnreadable('it is nested too deeply or uses names that are not allowed', error)
  }
}

/** An element without attributes and children is its text alone. What was asked for once is kept: definitions are searched by name again and again. */
function createElement(raw: unknown): XmlElement {
  const members: Raw = typeof raw === 'object' && raw !== null ? (raw as Raw) : {}
  const own = (name: string) => (Object.hasOwn(members, name) ? members[name] : undefined)
  const known = new Map<string, readonly XmlElement[]>()
  const all = (name: string) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const listed = own(name)
    const made = Array.isArray(listed) ? listed.map(createElement) : []
    known.set(name, made)
    return made
  }
  const attributes = Object.entries(members).filter(([name]) => name.startsWith('@'))
  return {
    attributes: Object.fromEntries(attributes.map(([name, value]) => [name.slice(1), String(value)])),
    all,
    first: (name) => all(name)[0],
    text: typeof raw === 'string' ? raw : String(own('#text') ?? ''),
  }
}

/** Elements by their `name`; the first of a name counts. */
export function indexByName(elements: readonly XmlElement[]): ReadonlyMap<string, XmlElement> {
  return new Map(elements.map((element): [string, XmlElement] => [element.attributes['name'] ?? '', element]).reverse())
}

/** `tns:Person` → `Person`. */
export function dropPrefix(name: string | undefined): string {
  return name?.split(':').at(-1) ?? ''
}
