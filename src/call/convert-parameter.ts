/** A `where` that the document hands to a converter (contract 6.8): the vendor's parameters instead of ours. */
import { parseWhere } from '../ceql/parse-where.ts'
import type { ParameterDocument } from '../elements/document/element-document.ts'
import { convertWhere } from './converters.ts'
import type { destinations } from './parameter-destinations.ts'
import type { Draft } from './types.ts'

/**
 * Converts the text and writes what comes of it where the parameter goes; into one place all of it as one text.
 * Throws query-malformed, expression-not-supported or converter-unknown (400).
 */
export function convertParameter(
  draft: Draft,
  parameter: ParameterDocument,
  { text, write }: { readonly text: string; readonly write: (typeof destinations)[string] },
): void {
  const vendorName = parameter.vendorName || parameter.name
  const converter = parameter.converter || vendorName.slice('converter:'.length)
  const pairs = convertWhere(converter, parseWhere(text), vendorName)
  const single: ParameterDocument = { ...parameter, type: 'value' }
  for (const [name, value] of pairs) write(draft, name, { value, parameter: single })
}
