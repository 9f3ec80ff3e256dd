/**
 * URLs with places for values that somebody else gives: an instance's site, a tenant's region. Whatever the value is, the host that the template
 * names stays the host; where a value may come from is decided by whoever fills.
 */
import { createError } from './errors.ts'

/** The places of the configuration alone, and all of them (contract 12.5). */
export const configurationPlaces = /\$\{(?:configuration\.)?([^{}]+)\}/g
const allPlaces = /\$?\{(?:configuration\.)?([^{}]+)\}/g

export interface Filling {
  /** Default: all. */
  readonly places?: RegExp
  /** Gives the value of a place, or throws; `isAuthority`: what it gives says which host is called; `isQuery`: it stands in the query. */
  readonly readValue: (name: string, isAuthority: boolean, isQuery: boolean) => string
}

/** The names of all places, each once. */
export function listPlaces(template: string): string[] {
  return [...new Set([...template.matchAll(allPlaces)].map(([, name]) => name!))]
}

/** The value of a key that the object itself has: names of places come from outside, and `constructor` is none. */
export function readOwn<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/**
 * Fills `{name}`, `${name}` and `${configuration.name}`. A place in the host takes letters, digits, dots and hyphens (a pasted
 * `https://my.site.com/` gives its host); a place at the very beginning takes a whole URL. Throws invalid-configuration (400) and what `readValue` throws.
 */
export function fillUrlTemplate(template: string, { places = allPlaces, readValue }: Filling): string {
  if (!template.includes('{')) return template
  let filled = ''
  let end = 0
  for (const match of template.matchAll(places)) {
    const name = match[1]!
    filled += template.slice(end, match.index)
    const inHost = isInHost(filled)
    const value = readValue(name, inHost || filled === '', /^&|\?/.test(filled))
    filled += inHost ? checkHost(name, value) : value
    end = match.index + match[0].length
  }
  return filled + template.slice(end)
}

/** Whether the host belongs to whoever gives the values: it ends with a place, or the whole URL begins with one. A port may follow. */
export function endsHostInPlace(template: string): boolean {
  return /^\$?\{/.test(template) || /^[a-z]+:\/\/[^/?#\\]*\}(:\d*)?([/?#\\]|$)/i.test(template.replace(/:\$?\{[^{}]+\}/, ':1'))
}

function isInHost(begun: string): boolean {
  return /^[a-z][a-z\d+.-]*:[/\\]{2}[^/?#\\]*$/i.test(begun)
}

function checkHost(name: string, value: string): string {
  const host = value.replace(/^https?:\/\//i, '').replace(/\/$/, '')
  if (/^[a-z\d.-]+$/i.test(host)) return host
  throw createError('invalid-configuration', { params: { key: name, expected: 'a host name or a part of one' } })
}
