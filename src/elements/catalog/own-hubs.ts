/** Hubs that an organization made for itself, one SQL statement a function (table hubs). */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'

/** A hub as clients see it. */
export interface OwnHub {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly videoLink?: string
  readonly active: boolean
}

export interface HubOwner {
  readonly organizationId: number
}

const columns = ['id', 'key', 'name', 'description', 'video_link', 'active'] as const

/** In the order of their keys. */
export async function listOwnHubs(db: Kysely<Tables>, { organizationId }: HubOwner): Promise<OwnHub[]> {
  const query = db.selectFrom('hubs').select(columns).where('organization_id', '=', organizationId).orderBy('key')
  return (await query.execute()).map(showRow)
}

/** Undefined when the organization has a hub of that key. */
export async function insertOwnHub(
  db: Kysely<Tables>,
  { organizationId }: HubOwner,
  { videoLink, ...hub }: Omit<OwnHub, 'id'>,
): Promise<OwnHub | undefined> {
  const row = await db
    .insertInto('hubs')
    .values({ ...hub, organization_id: organizationId, video_link: videoLink ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  return row && showRow(row)
}

/** False when the organization has no hub of that key. */
export async function deleteOwnHub(db: Kysely<Tables>, { organizationId }: HubOwner, key: string): Promise<boolean> {
  const query = db.deleteFrom('hubs').where('organization_id', '=', organizationId).where('key', '=', key)
  return (await query.executeTakeFirst()).numDeletedRows > 0n
}

function showRow({ video_link: videoLink, ...hub }: Omit<OwnHub, 'videoLink'> & { video_link: string | null }): OwnHub {
  return { ...hub, ...(videoLink !== null && { videoLink }) }
}
