/** How organizations look: one statement each. */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'

/** As it was put; undefined: the organization has none. */
export async function readBranding(db: Kysely<Tables>, organizationId: number): Promise<Readonly<Record<string, string>> | undefined> {
  const row = await db.selectFrom('branding').select('document').where('organization_id', '=', organizationId).executeTakeFirst()
  return row?.document
}

/** Sets the branding of an organization. */
export async function putBranding(transaction: Kysely<Tables>, organizationId: number, document: object): Promise<void> {
  const values = { document: JSON.stringify(document), updated_at: new Date() }
  await transaction
    .insertInto('branding')
    .values({ organization_id: organizationId, ...values })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(values))
    .execute()
}

/** Takes away the branding with its images. */
export async function deleteBranding(transaction: Kysely<Tables>, organizationId: number): Promise<void> {
  await transaction.deleteFrom('branding').where('organization_id', '=', organizationId).execute()
  await transaction.deleteFrom('branding_images').where('organization_id', '=', organizationId).execute()
}

export type ImageKind = 'logo' | 'favicon'

export interface Image {
  readonly contentType: string
  readonly bytes: Buffer
}

/** An image of an organization. */
export async function readImage(db: Kysely<Tables>, organizationId: number, kind: ImageKind): Promise<Image | undefined> {
  const images = db.selectFrom('branding_images').select(['content_type as contentType', 'bytes'])
  return images.where('organization_id', '=', organizationId).where('kind', '=', kind).executeTakeFirst()
}

/** Sets an image of an organization. */
export async function putImage(transaction: Kysely<Tables>, organizationId: number, image: Image & { kind: ImageKind }): Promise<void> {
  const { kind, contentType, bytes } = image
  const values = { content_type: contentType, bytes, updated_at: new Date() }
  await transaction
    .insertInto('branding_images')
    .values({ organization_id: organizationId, kind, ...values })
    .onConflict((conflict) => conflict.columns(['organization_id', 'kind']).doUpdateSet(values))
    .execute()
}

/** Takes an image away. */
export async function deleteImage(transaction: Kysely<Tables>, organizationId: number, kind: ImageKind): Promise<void> {
  await transaction.deleteFrom('branding_images').where('organization_id', '=', organizationId).where('kind', '=', kind).execute()
}
