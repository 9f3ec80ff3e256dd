/** What Octet adds to how an element authenticates, as an author writes it under `octet.authentication`. */

export interface AuthenticationOctet {
  readonly oauth2?: {
    /** `client_credentials`: the client stands for itself, and no user is asked. Default: a user's authorisation code. */
    readonly grant?: 'client_credentials'
    /** `S256`: the code is bound to who asked for it (RFC 7636). Default: it is not. */
    readonly pkce?: 'S256'
    /** How the client proves itself at the token endpoint, per grant. Default: from the configuration `oauth.basic.header`. */
    readonly clientAuthentication?: { readonly exchange?: ClientAuthentication; readonly refresh?: ClientAuthentication }
    /** `error` codes of a refresh that mean the grant is dead. Default: invalid_grant. Any other 4xx of the token endpoint on refresh is a refusal too, except 408, 425, 429. */
    readonly refusals?: readonly string[]
    /** `error` codes that judge nothing: the token endpoint is busy. Besides those of RFC 6749. */
    readonly busy?: readonly string[]
    /** Who authorised: read from a member of the token reply, compared with (or stored into) a configuration key. */
    readonly tenant?: { readonly member: string; readonly pattern: string; readonly configuration: string }
    /** What the vendor tells while it authorises, and the configuration keeps. */
    readonly keep?: readonly KeptMember[]
  }
  /** A long-lived key in the configuration that is sent as the bearer token, or alone in `header`, when it has the prefix (which may be empty); then no code is needed. */
  readonly staticToken?: { readonly configuration: string; readonly prefix: string; readonly header?: string }
  /** The word before the token in the header `Authorization`. Default: Bearer. */
  readonly scheme?: string
}

/** `none`: a public client, which sends its id and no secret. */
export type ClientAuthentication = 'basic' | 'body' | 'basic-and-body' | 'none'

/** A member whose value becomes a configuration item. Our credentials may go where it says, so it says what it may hold: a URL of certain `hosts`, or a text of a `pattern`. */
export type KeptMember = {
  /** `reply`: of every token reply, refreshes too. `callback`: of the query that the user came back with; it counts for the exchange already. */
  readonly from: 'reply' | 'callback'
  readonly member: string
  readonly configuration: string
  /** Put behind the value, a slash at its end aside: `/oauth/v2/token`. */
  readonly suffix?: string
} & (
  | {
      /** The value is an https URL of one of these hosts: `api.example.com`, or `*.example.com` for all below. A host that the server's own defaults for the element name will do too. */
      readonly hosts: readonly string[]
    }
  | {
      /** The value is a text that matches this regular expression from end to end. */
      readonly pattern: string
    }
)
