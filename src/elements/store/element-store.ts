/** The SQL of the elements that accounts own and of who else may use them. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import { type ElementOutline, outlineDocument } from '../catalog/outline.ts'
import type { ElementDocument } from '../document/element-document.ts'

/** An element of an account. */
export interface ElementRow {
  readonly id: number
  readonly accountId: number
  /** As its account sees it: `id`, `private` and `ownerAccountId` are set. */
  readonly document: ElementDocument
  /** Characters of the stored text. */
  readonly size: number
}

/** What an account sees of an element of its own or one that it was granted. */
export interface ElementOutlineRow {
  readonly id: number
  readonly accountId: number
  readonly key: string
  readonly outline: ElementOutline
}

/** Finds an element; `lock` keeps it from being changed or deleted until the transaction ends. */
export async function findElement(db: Kysely<Tables>, id: number, { lock = false } = {}): Promise<ElementRow | undefined> {
  const query = db
    .selectFrom('elements')
    .select(['id', 'account_id', sql<string>`document::text`.as('text')])
    .where('id', '=', id)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined) return undefined
  const document = { ...(JSON.parse(row.text) as ElementDocument), private: true, ownerAccountId: row.account_id }
  return {
    id: row.id,
    accountId: row.account_id,
    document: { ...document, id: row.id },
    size: row.text.length,
  }
}

/** The account's own elements and those it was granted, by id. */
export async function listOutlines(db: Kysely<Tables>, accountId: number): Promise<ElementOutlineRow[]> {
  const granted = db.selectFrom('element_grants').select('element_id').where('account_id', '=', accountId)
  const rows = await db
    .selectFrom('elements')
    .select(['id', 'account_id', 'key', 'outline'])
    .where((where) => where.or([where('account_id', '=', accountId), where('id', 'in', granted)]))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, accountId: row.account_id, key: row.key, outline: row.outline }))
}

/** Who owns a new element. */
export interface ElementOwner {
  readonly organizationId: number
  readonly accountId: number
  readonly user: { readonly id: number }
}

/** Inserts an element and gives its id; undefined when the account has one with that key. */
export async function insertElement(db: Kysely<Tables>, owner: ElementOwner, document: ElementDocument): Promise<number | undefined> {
  const row = await db
    .insertInto('elements')
    .values({
      organization_id: owner.organizationId,
      account_id: owner.accountId,
      user_id: owner.user.id,
      key: document.key,
      ...writeDocument(document),
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** Stores the next version of an element. */
export async function updateElement(db: Kysely<Tables>, id: number, document: ElementDocument): Promise<void> {
  await db
    .updateTable('elements')
    .set({ ...writeDocument(document), version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

/** What of the document is known from the row itself is not stored in it. */
function writeDocument(document: ElementDocument): { document: string; outline: string } {
  const { id: _id, private: _private, ownerAccountId: _owner, ...stored } = document as ElementDocument & { ownerAccountId?: unknown }
  return { document: JSON.stringify(stored), outline: JSON.stringify(outlineDocument(stored)) }
}

/** Deletes an element with its grants. */
export async function deleteElement(db: Kysely<Tables>, id: number): Promise<void> {
  await db.deleteFrom('elements').where('id', '=', id).execute()
}

/** How many instances an element has, whoever owns them. */
export async function countInstances(db: Kysely<Tables>, elementId: number): Promise<number> {
  const row = await db
    .selectFrom('instances')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('element_id', '=', elementId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
