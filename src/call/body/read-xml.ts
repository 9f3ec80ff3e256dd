/**
 * XML → the JSON that hooks and clients see (contract 13.5): `soap:Body` keeps its prefix, `@name` is an attribute, `#text` the text beside attributes or
 * children; one element is a value, several of a name are a list. docs/decisions/0012 says why.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { OctetError } from '../../lib/errors.ts'

/** Elements in each other; hooks and mappings walk what is read by calling themselves. */
const deepest = 100
/** Characters; beyond it the tree would be many times as large in memory. */
const longest = 20_000_000
/** Begins and ends of elements, and attributes: each costs many times its characters. */
const mostMarks = 1_000_000

/** A document that is none, or too much; its reason alone gets out of the thread that parses. */
export class UnreadableXml extends OctetError {
  readonly reason: string
  readonly isTooLarge: boolean

  constructor(reason: string, { isTooLarge = false, cause }: { readonly isTooLarge?: boolean; readonly cause?: unknown } = {}) {
    super('vendor-unreadable', { params: { reason }, ...(cause !== undefined && { cause }) })
    this.reason = reason
    this.isTooLarge = isTooLarge
  }
}

/** Throws vendor-unreadable (502) naming the limit when there is more to parse than is parsed. */
function demandSize(document: string): void {
  if (document.length > longest) throw new UnreadableXml(`it is longer than ${longest} characters of XML`, { isTooLarge: true })
  let marks = 0
  for (const mark of ['<', '=']) {
    for (let at = document.indexOf(mark); at >= 0; at = document.indexOf(mark, at + 1)) {
      if (++marks > mostMarks) throw new UnreadableXml(`it has more than ${mostMarks} tags and attributes`, { isTooLarge: true })
    }
  }
}

/**
 * Parses a document. Throws vendor-unreadable (502) for what is no XML, a DTD (so no entity bombs), or one too deep or too large. Takes seconds for a
 * large one: answers of vendors are read by xml-reader.ts.
 */
export function parseXml(text: string): unknown {
  const document = text.replace(/^\uFEFF/, '')
  demandSize(document)
  // The declaration counts for the validator only at the very beginning.
  const verdict = XMLValidator.validate(document.trimStart())
  if (verdict !== true) throw new UnreadableXml(`it is not valid XML (line ${verdict.err.line}: ${verdict.err.msg.slice(0, 200)})`)
  const read = parse(document)
  // The validator overlooks a second root where both are empty.
  if (Object.values(read).length !== 1 || Array.isArray(Object.values(read)[0]))
    throw new UnreadableXml('it is not valid XML: one root was expected')
  return read
}

function parse(document: string): object {
  try {
    return createParser().parse(document) as object
  } catch (error) {
    throw new UnreadableXml(error instanceof Error ? error.message.slice(0, 200) : 'it is not valid XML', { cause: error })
  }
}

/** A parser keeps what it has read of a document's entities, so each document gets its own. */
function createParser(): XMLParser {
  return new XMLParser({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    jPath: false,
    maxNestedTags: deepest,
    parseTagValue: false,
    trimValues: false,
    onDangerousProperty: (name) => name,
    entityDecoder: {
      decode: decodeEntities,
      addInputEntities: () => {
        throw new Error('a document type definition is not accepted')
      },
      setExternalEntities: () => {},
      reset: () => {},
      setXmlVersion: () => {},
    },
    tagValueProcessor: (_name, value, _path, _hasAttributes, isLeaf) => readText(value, isLeaf),
  })
}

/** Indentation between elements is no text. Numbers and flags are read where nothing is lost by it: real hooks compare `errcode === 0`. */
function readText(text: string, isLeaf: boolean): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  if (!isLeaf) return text
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  return /^-?\d{1,16}(\.\d{1,16})?$/.test(trimmed) && String(Number(trimmed)) === trimmed ? Number(trimmed) : trimmed
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The five that XML itself knows, and characters by number (XML 1.0 §4.1, §4.6); others stay as they came. */
function decodeEntities(text: string): string {
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return named[name] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
