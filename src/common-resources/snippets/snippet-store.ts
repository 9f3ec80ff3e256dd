/** Snippets (table snippets), one SQL operation a function. Tenancy stands in the SQL: the own account's, the organization's, the system's. */
import { type Kysely, sql } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import type { Tables } from '../../store/tables.ts'
import { showMoment } from '../store/show-moment.ts'

type Db = Kysely<Tables>

export type SnippetLevel = 'system' | 'organization' | 'account'

export interface Snippet {
  readonly id: number
  readonly level: SnippetLevel
  readonly name: string
  readonly description: string | null
  readonly snippetType: string | null
  readonly body: string
  readonly createdDate: string
  readonly updatedDate: string
}

export type SnippetValues = Pick<Snippet, 'level' | 'name' | 'description' | 'snippetType' | 'body'>

function selectSeen(db: Db, { organizationId, accountId }: Caller) {
  return db
    .selectFrom('snippets')
    .select(['id', 'level', 'name', 'description', 'snippet_type as snippetType', 'body'])
    .select([showMoment('created_at').as('createdDate'), showMoment('updated_at').as('updatedDate')])
    .where(
      sql<boolean>`(level = 'system' OR organization_id = ${organizationId} AND (level = 'organization' OR account_id = ${accountId}))`,
    )
}

/** All that the caller sees, in the order they were made. */
export async function listSnippets(db: Db, caller: Caller): Promise<Snippet[]> {
  return selectSeen(db, caller).orderBy('id').execute()
}

/** Undefined when there is none that the caller sees. */
export async function findSnippet(db: Db, caller: Caller, id: number): Promise<Snippet | undefined> {
  return selectSeen(db, caller).where('id', '=', id).executeTakeFirst()
}

/** Gives the id. */
export async function insertSnippet(db: Db, caller: Caller, values: SnippetValues): Promise<number> {
  const row = { ...toColumns(caller, values), user_id: caller.user.id }
  return (await db.insertInto('snippets').values(row).returning('id').executeTakeFirstOrThrow()).id
}

export async function updateSnippet(db: Db, caller: Caller, { id, ...values }: SnippetValues & { readonly id: number }): Promise<void> {
  const row = { ...toColumns(caller, values), updated_at: sql<Date>`clock_timestamp()` }
  await db.updateTable('snippets').set(row).where('id', '=', id).execute()
}

export async function deleteSnippet(db: Db, id: number): Promise<void> {
  await db.deleteFrom('snippets').where('id', '=', id).execute()
}

function toColumns({ organizationId, accountId }: Caller, { snippetType, ...values }: SnippetValues) {
  return {
    ...values,
    snippet_type: snippetType,
    organization_id: values.level === 'system' ? null : organizationId,
    account_id: values.level === 'account' ? accountId : null,
  }
}
