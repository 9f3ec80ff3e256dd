/** When the path of a definition's field changes, the transformations that fill it follow. */
import type { DefinitionField } from '../transform/mapping/mapping-document.ts'
import { isSamePlace, isUnder, type Placed } from './levels.ts'
import { readDefinitions } from './store/definitions.ts'
import { readAccounts } from './store/read-accounts.ts'
import type { Db } from './store/resources.ts'
import { putTransformation, readTransformations } from './store/transformations.ts'

/** Paths that changed at one level: former → present. */
export interface Renaming extends Placed {
  readonly paths: ReadonlyMap<string, string>
}

/** Former path → present one, of the fields that kept their id. */
export function findMoved(former: readonly DefinitionField[], present: readonly DefinitionField[]): ReadonlyMap<string, string> {
  const paths = new Map(present.map(({ id, path }) => [id, path]))
  const moved = former.flatMap(({ id, path }) => {
    const present = id === undefined ? undefined : paths.get(id)
    return present === undefined || present === path ? [] : [[path, present] as const]
  })
  return new Map(moved)
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
  const accountOf = await readAccounts(transaction, rows)
  for (const row of rows) {
    const own = definitions.find((each) => each.resourceId === row.resourceId && isSamePlace(each, row))
    const said = new Set(own?.fields.map(({ path }) => path))
    const moves = new Map(
      asked
        .filter((renaming) => isUnder(row, renaming, accountOf))
        .flatMap((renaming) => [...renaming.paths].filter(([former]) => isSamePlace(row, renaming) || !said.has(former))),
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
