/** Which application URLs a proxy sends users on to: patterns with `*` (contract 4.7). */
import { createError } from '../../lib/errors.ts'

/** Throws invalid-parameter (400) for what is no pattern of an http or https URL. */
export function checkPattern(pattern: string): void {
  const sample = pattern.replaceAll('*', 'x')
  const url = URL.parse(sample)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  // A scheme that is a place, a host that is nothing else or a user name in front of it would let in anybody.
  const host = /^https?:\/\/([^/?#]*)/.exec(pattern)?.[1]
  if (isWeb && host !== undefined && host !== '*' && !host.includes('@') && url.username === '' && !/[\\\s]/.test(pattern)) return
  throw createError('invalid-parameter', {
    params: {
      name: 'applicationUrl',
      expected: 'an http or https URL; * stands for any text of its host or its path',
      got: JSON.stringify(pattern.slice(0, 200)),
    },
  })
}

/** Whether a URL is one that the pattern stands for. A `*` in the host is part of a host name, and never reaches into the path. */
export function matchesPattern(pattern: string, applicationUrl: string): boolean {
  const url = URL.parse(applicationUrl)
  if (url === null || url.username !== '' || url.password !== '') return false
  const end = /^https?:\/\/[^/?#]*/.exec(pattern)?.[0].length ?? 0
  const origin = compile(pattern.slice(0, end).toLowerCase(), '[a-z0-9.-]+')
  const rest = compile(pattern.slice(end) || '/', '.*')
  return new RegExp(`^${origin}$`).test(url.origin) && new RegExp(`^${rest}$`, 's').test(`${url.pathname}${url.search}`)
}

function compile(text: string, place: string): string {
  return text
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|/-]/g, '\\$&'))
    .join(place)
}
