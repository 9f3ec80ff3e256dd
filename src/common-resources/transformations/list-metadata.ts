/** Where a name is mapped (contract 9.2): which elements, at which levels. */
import { createError } from '../../lib/errors.ts'
import type { Scope } from '../levels.ts'
import type { CommonParts } from '../parts.ts'
import type { Place } from '../place.ts'
import { readTransformationsAt, type TransformationRow } from '../store/transformations.ts'

/**
 * What an organization has of the name, with that of its accounts which the caller reaches; what an account has, with that of its organization.
 * Throws no-transformations (404).
 */
export async function listMetadata(parts: CommonParts, place: Place, name: string): Promise<object[]> {
  const { db } = parts.database
  const scopes = place.scope.level === 'organization' ? [place.scope, ...(await listAccountScopes(parts, place))] : withoutSystem(place)
  const rows = await readTransformationsAt(db, scopes, { name })
  if (rows.length === 0) throw createError('no-transformations')
  const accounts = await readAccountNames(parts, rows)
  return Promise.all(
    rows.map(async (row) => ({
      name: row.objectName,
      level: row.level,
      element: await describeElement(parts, place, row),
      ...(row.level === 'account' && { account: { id: row.associatedId, name: accounts.get(row.associatedId!) } }),
    })),
  )
}

function withoutSystem({ scope, scopes }: Place): readonly Scope[] {
  return scope.level === 'system' ? scopes : scopes.filter(({ level }) => level !== 'system')
}

async function listAccountScopes({ database }: CommonParts, { caller, mayReachAll }: Place): Promise<Scope[]> {
  const { organizationId } = caller
  const all = database.db.selectFrom('accounts').select('id').where('organization_id', '=', organizationId)
  const rows = await (mayReachAll ? all : all.where('id', '=', caller.accountId)).execute()
  return rows.map(({ id }) => ({ level: 'account', associatedId: id, organizationId }))
}

async function readAccountNames({ database }: CommonParts, rows: readonly TransformationRow[]): Promise<Map<number, string>> {
  const ids = rows.flatMap(({ level, associatedId }) => (level === 'account' && associatedId !== null ? [associatedId] : []))
  if (ids.length === 0) return new Map()
  const found = await database.db.selectFrom('accounts').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** Through the eyes of the account whose word it is. */
async function describeElement(
  { catalog }: CommonParts,
  { viewer }: Place,
  { elementId, elementKey, level, associatedId }: TransformationRow,
): Promise<object> {
  const eyes = level === 'account' ? { ...viewer, accountId: associatedId! } : viewer
  const element = elementId === null ? undefined : await catalog.find(elementId, eyes)
  if (element === undefined) return { id: elementId ?? undefined, key: elementKey ?? undefined }
  const { id, key, name, hub, document } = element
  return { id, key, name, hub, image: document.image ?? document.logo ?? undefined }
}
