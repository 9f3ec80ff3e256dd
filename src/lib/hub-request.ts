/** The plain shapes that travel along the spine: what a client asks of a hub, and what it gets back. No URL, no port, no framework. */
import type { Readable } from 'node:stream'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A query string or form as the client sent it; a repeated key becomes an array, in order. */
export type QueryValues = Readonly<Record<string, string | readonly string[]>>

/** A body: parsed once when it is JSON, otherwise passed through as it arrives (`length` in bytes when the sender gave one). */
export type Body =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string; readonly contentType: string }
  | { readonly kind: 'stream'; readonly stream: Readable; readonly contentType: string; readonly length?: number }

export const emptyBody: Body = { kind: 'empty' }

/** A hub call, already stripped of base path and hub segment (contract 1.2, 5.1). */
export interface HubRequest {
  readonly requestId: string
  readonly method: Method
  /** Decoded path segments after the hub: `/hubs/crm/contacts/12` → `['contacts', '12']`. */
  readonly segments: readonly string[]
  readonly query: QueryValues
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Body
  /** Aborted when the client went away or its time is up. */
  readonly signal?: AbortSignal
  /** Nulls stay in the answer, whatever the configuration says: whoever asks takes them out after work of its own. */
  readonly keepsNulls?: true
}

/** What goes back to the client; header names as they stand on the wire. */
export interface HubResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}
