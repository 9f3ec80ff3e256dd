/** When the path of a definition's field changes, the transformations that fill it follow. */
import { readDefinitions } from '../store/definitions.ts'
import type { Db } from '../store/resources.ts'
import { putTransformation, readTransformations, type TransformationRow } from '../store/transformations.ts'
import { isSameTarget, type Target } from './sight.ts'

/** Paths that changed at one level: former → present. */
export interface Renaming extends Target {
  readonly paths: ReadonlyMap<string, string>
}

interface Renamings {
  readonly name: string
  readonly organizationId: number
  readonly renamings: readonly Renaming[]
}

/** In every transformation at or below the level whose field it is, of the system's in all organizations; but not where a level of its own has a field of the former path. */
export async function renameInTransformations(transaction: Db, { name, organizationId, renamings }: Renamings): Promise<void> {
  const asked = renamings.filter(({ paths }) => paths.size > 0)
  if (asked.length === 0) return
  const isSystem = asked.some(({ level }) => level === 'system')
  const ids = await listIds(transaction, name, isSystem ? undefined : organizationId)
  const rows = await readTransformations(transaction, ids)
  const definitions = await readDefinitions(transaction, ids)
  const accounts = await readAccounts(transaction, rows)
  for (const row of rows) {
    const own = definitions.find((each) => each.resourceId === row.resourceId && isSameTarget(each, row))
    const said = new Set(own?.fields.map(({ path }) => path))
    const moves = new Map(
      asked
        .filter((renaming) => isUnder(row, renaming, accounts))
        .flatMap((renaming) => [...renaming.paths].filter(([former]) => isSameTarget(row, renaming) || !said.has(former))),
    )
    const fields = row.document.fields.map((field) => ({ ...field, path: moves.get(field.path) ?? field.path }))
    if (fields.every(({ path }, index) => path === row.document.fields[index]!.path)) continue
    await putTransformation(transaction, { ...row, document: { ...row.document, fields } })
  }
}

/** The organization's and the system's; without an organization all of that name. */
async function listIds(db: Db, name: string, organizationId: number | undefined): Promise<number[]> {
  const query = db.selectFrom('common_resources').select('id').where('object_name', '=', name)
  const rows = await (organizationId === undefined ? query : query.where('organization_id', '=', organizationId)).execute()
  return rows.map(({ id }) => id)
}

/** Instance → account. */
async function readAccounts(db: Db, rows: readonly TransformationRow[]): Promise<ReadonlyMap<number, number>> {
  const ids = rows.flatMap(({ level, associatedId }) => (level === 'instance' ? (associatedId ?? []) : []))
  if (ids.length === 0) return new Map()
  const found = await db.selectFrom('instances').select(['id', 'account_id']).where('id', 'in', ids).execute()
  return new Map(found.map(({ id, account_id: account }) => [id, account]))
}

function isUnder(row: TransformationRow, { level, associatedId }: Renaming, accounts: ReadonlyMap<number, number>): boolean {
  if (level === 'system' || isSameTarget(row, { level, associatedId })) return true
  // Rows are of the organization's own resource: all of them are under it, but for what the system says.
  if (level === 'organization') return row.level !== 'system'
  return level === 'account' && row.level === 'instance' && row.associatedId !== null && accounts.get(row.associatedId) === associatedId
}
