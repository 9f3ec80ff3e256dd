// What the token endpoint did, pair by pair: lets a kill test ask whether a pair was issued and never received, and who presented an old token.

export interface Presentation {
  at: number
  /** `refused`: expired, or by a knob; `unknown` until the endpoint decided, and for ever when it was down. */
  outcome: 'accepted' | 'reused' | 'refused' | 'unknown'
  /** Set when the token had already been exchanged as this presentation arrived. */
  successorIssuedAt?: number
  successorDelivered?: boolean | 'unknown'
}

/** One pair of tokens. The refresh token itself is not kept here, only its SHA-256. */
export interface IssuedPair {
  generation: number
  tenant: string
  clientId: string
  refreshTokenHash: string
  issuedAt: number
  grant: 'authorization_code' | 'refresh_token' | 'control'
  /** The generation whose refresh token was exchanged for this pair. */
  presentedParent: number | null
  /** false: the connection closed before the reply was written; unknown: written, but the peer left at once without sending anything more. */
  replyDelivered: boolean | 'unknown'
  /** When one of the pair's tokens was first presented: proof that the client had received it. */
  firstUsedAt: number | null
  presentations: Presentation[]
  /** Presentations that arrived while another one of the same refresh token was still being answered. */
  concurrentPresentations: number
}

/** Every pair issued, oldest first. */
export type TokenRecord = IssuedPair[]
