/** Settings of the caller's account (contract 8.2): a map that clients fill as they like. */
import { type Kysely, sql } from 'kysely'
import { Type } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route } from '../../lib/route.ts'
import type { Tables } from '../../store/tables.ts'
import type { RouteParts } from '../route-parts.ts'
import { demandAccountAdmin } from './change-account.ts'

type Settings = Readonly<Record<string, unknown>>

const mostCharacters = 100_000

export function createSettingsRoutes({ database }: RouteParts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/accounts/settings',
      access: 'caller',
      handle: async (request) => ({ body: await readSettings(database.db, callerOf(request).accountId) }),
    },
    {
      method: 'PATCH',
      path: '/accounts/settings',
      access: 'caller',
      body: Type.Object({}),
      async handle(request) {
        const { accountId: id, ...caller } = callerOf(request)
        demandAccountAdmin({ accountId: id, ...caller }, { id })
        const changes = readBody<Settings>(request)
        // Clients take any answer with a `message` for an error (contract 1.6).
        if (Object.hasOwn(changes, 'message')) throw createError('invalid-body', { params: { reason: 'message cannot be a setting' } })
        const body = await database.db.transaction().execute(async (transaction) => {
          const settings = await changeSettings(transaction, id, changes)
          await recordChange(transaction, { area: 'accounts', entityId: id, entityName: 'settings', organizationId: caller.organizationId })
          return settings
        })
        return { body }
      },
    },
  ]
}

async function readSettings(db: Kysely<Tables>, accountId: number): Promise<Settings> {
  return (await db.selectFrom('accounts').select('settings').where('id', '=', accountId).executeTakeFirstOrThrow()).settings
}

/** Lays changes over the settings as they are now; null takes one away. */
async function changeSettings(transaction: Kysely<Tables>, accountId: number, changes: Settings): Promise<Settings> {
  const { settings } = await transaction
    .updateTable('accounts')
    .set({ settings: sql`jsonb_strip_nulls(settings || ${JSON.stringify(changes)}::jsonb)`, updated_at: new Date() })
    .where('id', '=', accountId)
    .returning('settings')
    .executeTakeFirstOrThrow()
  if (JSON.stringify(settings).length > mostCharacters)
    throw createError('invalid-body', {
      params: { reason: `the settings of an account: expected at most ${mostCharacters} characters in all` },
    })
  return settings
}
