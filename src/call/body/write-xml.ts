/** JSON → XML, the way back of `read-xml.ts`: `@name` becomes an attribute, `#text` the text, a list the element repeated. */
import { XMLBuilder } from 'fast-xml-parser'
import { createError } from '../../lib/errors.ts'
import { checkXmlText, escapeXml } from './xml-text.ts'

const deepest = 100

/**
 * Writes an object as elements, one per member; anything else as text. No declaration, no element around it.
 * Throws invalid-body (400) for a member whose name is no XML name, a character that XML cannot hold, or nesting beyond 100.
 */
export function writeXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((member) => writeXml(member)).join('')
  const kept = prepare(value, 0)
  if (typeof kept !== 'object') return escapeXml(String(kept))
  return builder().build(kept)
}

function builder(): XMLBuilder {
  return new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    processEntities: true,
    maxNestedTags: deepest + 1,
  })
}

/** A copy whose names and texts are fit for XML; what is null or undefined becomes an empty element. */
function prepare(value: unknown, depth: number): unknown {
  if (depth > deepest) throw createError('invalid-body', { params: { reason: `it is nested deeper than ${deepest} for XML` } })
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((member) => prepare(refuseList(member), depth + 1))
  if (typeof value !== 'object') return checkXmlText(String(value))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [checkName(name), prepare(member, depth + 1)]))
}

function refuseList(member: unknown): unknown {
  if (!Array.isArray(member)) return member
  throw createError('invalid-body', { params: { reason: 'a list directly inside a list has no name for its XML elements' } })
}

/** XML 1.0 §2.3, without the rarer letters; a name that were none could open elements of its own. */
function checkName(name: string): string {
  if (name === '#text' || (/^@?[\p{L}_][\p{L}\p{N}_.:-]*$/u.test(name) && name !== '__proto__')) return name
  throw createError('invalid-body', { params: { reason: `${JSON.stringify(name.slice(0, 60))} is no name for an XML element` } })
}
