/**
 * The row of what a vendor granted to an instance: one SQL operation a function. Every change after the first is fenced by the generation it was
 * decided on: it does nothing, and says so, when another process has moved on.
 */
import type { Kysely, Selectable } from 'kysely'
import type { Values } from '../call/types.ts'
import type { Sealer } from '../lib/sealing.ts'
import type { InstanceCredentialsTable, Tables } from '../store/tables.ts'
import type { TokenSet } from './token-set.ts'

/** A transaction is a Kysely too. */
export type Db = Kysely<Tables>

export interface StoredGrant {
  readonly generation: number
  /** Empty for a session. */
  readonly accessToken: string
  readonly refreshToken?: string
  /** What an element's own log-in left in the configuration, in place of tokens. */
  readonly session?: Values
  /** Whose account at the vendor was authorised, where the vendor told. */
  readonly tenant?: string
  /** The same, where the element's own token endpoint told it with these tokens. */
  readonly vendorAccount?: string
  /** Epoch ms, when the access token was obtained. */
  readonly obtainedAt: number
  /** Seconds, when the vendor told. */
  readonly expiresIn?: number
  /** Epoch ms: the refresh token was presented then, and no answer is on record. */
  readonly presentedAt?: number
  /** The process that waits for the answer to that. */
  readonly presentedBy?: number
  readonly refusals: number
  readonly refusedAt?: number
  readonly refusalReason?: string
}

/** The columns of a grant, as a query that joins them gets them. */
export type GrantRow = Omit<Selectable<InstanceCredentialsTable>, 'instance_id' | 'refreshable'>

export interface Replacement {
  readonly instanceId: number
  /** The generation whose refresh token was presented. */
  readonly generation: number
  readonly tokens: TokenSet
  readonly tenant?: string | undefined
  readonly obtainedAt: number
}

export async function readGrant(db: Db, sealer: Sealer, instanceId: number): Promise<StoredGrant | undefined> {
  const row = await db.selectFrom('instance_credentials').selectAll().where('instance_id', '=', instanceId).executeTakeFirst()
  return row === undefined ? undefined : openGrant(sealer, instanceId, row)
}

/** Opens the sealed tokens of a row. */
export function openGrant(sealer: Sealer, instanceId: number, row: GrantRow): StoredGrant {
  const tokens = JSON.parse(sealer.open(placeOf(instanceId), row.sealed)) as Pick<
    StoredGrant,
    'accessToken' | 'refreshToken' | 'session' | 'tenant' | 'vendorAccount'
  >
  return {
    generation: row.generation,
    accessToken: tokens.accessToken,
    ...(tokens.refreshToken === undefined ? {} : { refreshToken: tokens.refreshToken }),
    ...(tokens.session === undefined ? {} : { session: tokens.session }),
    ...(tokens.tenant === undefined ? {} : { tenant: tokens.tenant }),
    ...(tokens.vendorAccount === undefined ? {} : { vendorAccount: tokens.vendorAccount }),
    obtainedAt: row.obtained_at.getTime(),
    ...(row.expires_in === null ? {} : { expiresIn: row.expires_in }),
    ...(row.presented_at === null ? {} : { presentedAt: row.presented_at.getTime() }),
    ...(row.presented_by === null ? {} : { presentedBy: row.presented_by }),
    refusals: row.refusals,
    ...(row.refused_at === null ? {} : { refusedAt: row.refused_at.getTime() }),
    ...(row.refusal_reason === null ? {} : { refusalReason: row.refusal_reason }),
  }
}

/** Stores what a user's new authorisation gave: the first generation, or the next one whatever was there. */
export async function putGrant(db: Db, sealer: Sealer, grant: Omit<Replacement, 'generation'>): Promise<void> {
  const values = grantColumns(sealer, grant)
  await db
    .insertInto('instance_credentials')
    .values({ instance_id: grant.instanceId, generation: 1, ...values })
    .onConflict((conflict) =>
      conflict.column('instance_id').doUpdateSet((row) => ({ ...values, generation: row('instance_credentials.generation', '+', 1) })),
    )
    .execute()
}

/** Stores the successor of the generation that was presented. False: somebody else has stored one, or the instance is gone. */
export async function replaceGrant(db: Db, sealer: Sealer, next: Replacement): Promise<boolean> {
  const result = await db
    .updateTable('instance_credentials')
    .set({ generation: next.generation + 1, ...grantColumns(sealer, next) })
    .where('instance_id', '=', next.instanceId)
    .where('generation', '=', next.generation)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** A presentation of the refresh token of a generation. */
export interface Presentation {
  readonly instanceId: number
  readonly generation: number
  /** The process that presents. */
  readonly by: number
}

/**
 * Takes the right to present: of those who have read the same row one gets it, whatever has become of locks meanwhile. False: not this one.
 * `found` is the grant as it was read.
 */
export async function claimPresentation(
  db: Db,
  { instanceId, generation, by }: Presentation,
  { at, found }: { at: number; found: StoredGrant },
) {
  const { presentedAt, presentedBy = null } = found
  const result = await db
    .updateTable('instance_credentials')
    .set({ presented_at: new Date(at), presented_by: by })
    .where('instance_id', '=', instanceId)
    .where('generation', '=', generation)
    .where('presented_at', 'is not distinct from', presentedAt === undefined ? null : new Date(presentedAt))
    .where('presented_by', 'is not distinct from', presentedBy)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ends a presentation without a judgement: nobody waits for it any more. `presentedAt`: when the last one was made whose answer is missing. */
export async function endPresentation(
  db: Db,
  { instanceId, generation, by }: Presentation,
  presentedAt: number | undefined,
): Promise<void> {
  await db
    .updateTable('instance_credentials')
    .set({ presented_at: presentedAt === undefined ? null : new Date(presentedAt), presented_by: null })
    .where('instance_id', '=', instanceId)
    .where('generation', '=', generation)
    .where('presented_by', '=', by)
    .execute()
}

export interface Refusal {
  readonly instanceId: number
  readonly generation: number
  /** Whose presentation was refused. */
  readonly by: number
  readonly at: number
  readonly reason: string
  /** Leaves `presented_at`: the answer we miss is still missing. */
  readonly unanswered: boolean
}

/** Counts a refusal; resolves with how many there are in a row, or undefined when somebody else has moved on. */
export async function countRefusal(db: Db, refusal: Refusal): Promise<number | undefined> {
  const row = await db
    .updateTable('instance_credentials')
    .set((column) => ({
      refusals: column('refusals', '+', 1),
      refused_at: new Date(refusal.at),
      refusal_reason: refusal.reason,
      presented_by: null,
      ...(refusal.unanswered ? {} : { presented_at: null }),
    }))
    .where('instance_id', '=', refusal.instanceId)
    .where('generation', '=', refusal.generation)
    .where('presented_by', '=', refusal.by)
    .returning('refusals')
    .executeTakeFirst()
  return row?.refusals
}

/** Forgets the refusals: somebody has enabled the instance again. */
export async function forgetRefusals(db: Db, instanceId: number): Promise<void> {
  await db
    .updateTable('instance_credentials')
    .set({ refusals: 0, refused_at: null, refusal_reason: null })
    .where('instance_id', '=', instanceId)
    .execute()
}

function grantColumns(sealer: Sealer, { instanceId, tokens, tenant, obtainedAt }: Omit<Replacement, 'generation'>) {
  const { accessToken, refreshToken, tokenType, scope, session, vendorAccount } = tokens
  return {
    sealed: sealer.seal(
      placeOf(instanceId),
      JSON.stringify({ accessToken, refreshToken, tokenType, scope, session, tenant, vendorAccount }),
    ),
    refreshable: refreshToken !== undefined,
    obtained_at: new Date(obtainedAt),
    expires_in: tokens.expiresIn ?? null,
    presented_at: null,
    presented_by: null,
    refusals: 0,
    refused_at: null,
    refusal_reason: null,
  }
}

function placeOf(instanceId: number) {
  return { table: 'instance_credentials', row: instanceId, column: 'sealed' }
}
