/**
 * The grammar of the Authorization header (contract 1.3): `User <secret>, Organization <secret>, Element <token>` in any order; `Bearer <token>` of a log-in
 * stands for the first two.
 * It only reads; who the secrets belong to is decided elsewhere.
 */

/** What the header carries; `secrets` may be empty when the header is absent. */
export type Authorization = Secrets | { readonly kind: 'malformed'; readonly reason: string }

export interface Secrets {
  readonly kind: 'secrets'
  /** The token of a log-in; never beside `user`. */
  readonly session?: string
  readonly user?: string
  readonly organization?: string
  readonly element?: string
}

type Name = 'session' | 'user' | 'organization' | 'element'

/** Scheme words, lower-case since RFC 9110 §11.1 compares schemes so; `Token` stands for `Element` in one example of the original's notes. */
const schemes: ReadonlyMap<string, Name> = new Map([
  ['bearer', 'session'],
  ['user', 'user'],
  ['organization', 'organization'],
  ['element', 'element'],
  ['token', 'element'],
])

const pair = /^([A-Za-z]+):? +(\S.*)$/
/** Far above any secret of ours or of the original; what is longer is not worth a look-up. */
const longestSecret = 512

/**
 * Reads an Authorization header. An absent or blank header gives `secrets` with nothing in it; anything outside the grammar gives `malformed`,
 * whose reason names the part but never repeats what was sent.
 */
export function parseAuthorization(header: string | undefined): Authorization {
  if (header === undefined || header.trim() === '') return { kind: 'secrets' }
  const found: Partial<Record<Name, string>> = {}
  const parts = header.split(',')
  for (const [index, part] of parts.entries()) {
    const match = pair.exec(part.trim())
    if (match === null) return malformed(`part ${index + 1} is not a scheme and a secret`)
    const [, word = '', secret = ''] = match
    if (secret.length > longestSecret) return malformed(`part ${index + 1} is longer than ${longestSecret} characters`)
    const name = schemes.get(word.toLowerCase())
    if (name === undefined) return malformed(`part ${index + 1} has an unknown scheme`)
    if (found[name] !== undefined) return malformed(`${name} is given twice`)
    found[name] = secret
  }
  if (found.session !== undefined && found.user !== undefined) return malformed('user and bearer say both who calls')
  return { kind: 'secrets', ...found }
}

function malformed(reason: string): Authorization {
  return { kind: 'malformed', reason }
}
