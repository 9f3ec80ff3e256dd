/**
 * Body templates: the literal text of a `value → body` parameter with `{name}` places that `bodyToken` parameters fill (contract 12.5).
 * A value stays a value wherever it stands: it is written for XML, JSON or a form, as the template is one.
 */

import { writeXml } from './write-xml.ts'
import { escapeCdata, escapeXml } from './xml-text.ts'

export interface BodyTemplate {
  /** Names of its places, each once. */
  readonly places: ReadonlySet<string>
  /**
   * Fills every place that has a value. A place without one is emptied (`null` outside the quotes of JSON), or with `keep` left as it is written:
   * hooks replace places themselves. Throws invalid-body (400) for a value that the body's language cannot hold.
   */
  readonly fill: (values: Readonly<Record<string, unknown>>, unbound?: 'keep' | 'empty') => string
}

interface Place {
  readonly name: string
  /** What stands between the place before it and this one. */
  readonly before: string
  readonly write: (value: unknown) => string
}

const placePattern = /\{([A-Za-z_][\w.-]*)\}/g

/** Compiles a template once; filling is one pass, so that a value which looks like a place is none. */
export function compileTemplate(text: string): BodyTemplate {
  const choose = writersOf(text)
  const places: Place[] = []
  let end = 0
  for (const match of text.matchAll(placePattern)) {
    places.push({ name: match[1]!, before: text.slice(end, match.index), write: choose(match.index) })
    end = match.index + match[0].length
  }
  const rest = text.slice(end)
  return {
    places: new Set(places.map(({ name }) => name)),
    fill: (values, unbound = 'empty') => places.map((place) => place.before + fillPlace(place, values, unbound)).join('') + rest,
  }
}

function fillPlace({ name, write }: Place, values: Readonly<Record<string, unknown>>, unbound: 'keep' | 'empty'): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined && unbound === 'keep') return `{${name}}`
  return write(value)
}

/** Which writer a place at an offset takes. */
function writersOf(text: string): (at: number) => Place['write'] {
  const first = text.trimStart()[0]
  if (first === '<') return (at) => (isInCdata(text, at) ? (value) => escapeCdata(writeText(value)) : writeXmlValue)
  if (first === '{' || first === '[') return (at) => (isInString(text, at) ? writeInString : writeJsonValue)
  if (isForm(text)) return () => (value) => encodeURIComponent(writeText(value))
  return () => writeText
}

function isInCdata(text: string, at: number): boolean {
  const open = text.lastIndexOf('<![CDATA[', at)
  return open !== -1 && text.indexOf(']]>', open) >= at
}

function isInString(text: string, at: number): boolean {
  let inside = false
  for (let index = 0; index < at; index++) {
    if (inside && text[index] === '\\') index++
    else if (text[index] === '"') inside = !inside
  }
  return inside
}

/** `grant_type=x&code={code}`: every part has a name, and nothing of it needs encoding. */
function isForm(text: string): boolean {
  return /^[^\s=&<>"]+=[^\s=&<>"]*(?:&[^\s=&<>"]+=[^\s=&<>"]*)*$/.test(text.trim())
}

function writeXmlValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? writeXml(value) : escapeXml(writeText(value))
}

function writeInString(value: unknown): string {
  return JSON.stringify(writeText(value)).slice(1, -1)
}

/** Query values come as texts: one that is a JSON value by itself is that value (`{pageSize}` → 10), any other is a string. */
function writeJsonValue(value: unknown): string {
  if (value === undefined || value === '') return 'null'
  if (typeof value !== 'string') return JSON.stringify(value)
  try {
    JSON.parse(value)
    return value
  } catch {
    return JSON.stringify(value)
  }
}

function writeText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
