/** Types of what every package has: the connection, what comes back, and what is thrown; they go with runtime/send-request.js. */

/** send-request.d.ts of a package. */
export const connectionTypes = `/** How to reach the server, and as whom. */
export interface Connection {
  /** With the base path: https://octet.example.com/elements/api-v2. */
  readonly baseUrl: string
  readonly userSecret: string
  /** The token of an element instance. */
  readonly elementToken: string
  readonly signal?: AbortSignal
  /** Default: the global one. */
  readonly fetch?: typeof fetch
}

export interface Answer<Body> {
  readonly status: number
  /** elements-next-page-token leads to the next page of a list. */
  readonly headers: Headers
  readonly body: Body
}

/** The server, or the vendor behind it, refused. */
export class RequestFailure extends Error {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}
`
