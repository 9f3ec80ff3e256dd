/**
 * Verifiers of codes under way (RFC 7636): made when a user is sent to the vendor, read when the code comes back to any process. `state` tells flows
 * apart where clients send one of their own; those of one client that share a state share a verifier as long as it lives.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Clock } from '../lib/clock.ts'
import type { Tables } from '../store/tables.ts'

/** What both ends of a flow know. */
export interface Flow {
  readonly elementId: number
  readonly clientId: string
  readonly callback: string
  readonly state: string
}

export interface VerifierParts {
  readonly db: Kysely<Tables>
  readonly clock: Clock
}

/** A user who takes longer has to begin anew. */
const lifetimeMs = 60 * 60_000

/** Begins a flow: gives the S256 challenge of its verifier. */
export async function createChallenge({ db, clock }: VerifierParts, flow: Flow): Promise<string> {
  const now = clock()
  await db.deleteFrom('oauth_verifiers').where('expires_at', '<', new Date(now)).execute()
  const { verifier } = await db
    .insertInto('oauth_verifiers')
    .values({ flow_hash: hashFlow(flow), verifier: randomBytes(32).toString('base64url'), expires_at: new Date(now + lifetimeMs) })
    .onConflict((conflict) => conflict.column('flow_hash').doUpdateSet({ expires_at: sql`excluded.expires_at` }))
    .returning('verifier')
    .executeTakeFirstOrThrow()
  return createHash('sha256').update(verifier).digest('base64url')
}

/** The verifier of a flow that has come back; undefined when none is under way. */
export async function readVerifier({ db, clock }: VerifierParts, flow: Flow): Promise<string | undefined> {
  const row = await db
    .selectFrom('oauth_verifiers')
    .select('verifier')
    .where('flow_hash', '=', hashFlow(flow))
    .where('expires_at', '>=', new Date(clock()))
    .executeTakeFirst()
  return row?.verifier
}

function hashFlow({ elementId, clientId, callback, state }: Flow): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([elementId, clientId, callback, state]))
    .digest()
}
