/** What a token endpoint granted, and the three ways a token request can end. A refusal and an outage are never confused. */
import type { Values } from '../call/types.ts'
import type { OctetError } from '../lib/errors.ts'

export interface TokenSet {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly tokenType: string
  /** Seconds from the reply on. */
  readonly expiresIn?: number
  readonly scope?: string
  /** Every member of the reply, for what else a vendor tells there (who authorised, which host to call). */
  readonly members: Readonly<Record<string, unknown>>
  /** What an element's own log-in left in the configuration: it stands in for a token, and `accessToken` is empty. */
  readonly session?: Values
  /** Whose account at the vendor they are for, where the element's own token endpoint said so: no client can have made it up. */
  readonly vendorAccount?: string
}

export type TokenOutcome =
  | { readonly kind: 'granted'; readonly tokens: TokenSet }
  /** The token endpoint judged and said no. `error` is its code, `description` its text, free of our secrets. */
  | { readonly kind: 'refused'; readonly error: string; readonly description: string }
  /** No judgement: unreachable, too slow, overloaded or unreadable. `mayHaveApplied`: a pair may have been issued whose reply we do not have. */
  | { readonly kind: 'outage'; readonly error: OctetError; readonly mayHaveApplied: boolean }
