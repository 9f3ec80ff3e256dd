/** Writes fields of several levels of one resource. Ids stay, also where a path changes, and transformations follow the paths. */
import { createError } from '../../lib/errors.ts'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import { isSamePlace, type Level, type Placed } from '../levels.ts'
import { findMoved, type Renaming, renameInTransformations } from '../rename-fields.ts'
import { putDefinition } from '../store/definitions.ts'
import { numberFields } from '../store/number-fields.ts'
import { type Db, ensureResource } from '../store/resources.ts'
import { hiddenFields, mergeShown } from './merge-shown.ts'
import type { Placer } from './place-parts.ts'
import { mayEmpty, type Sight } from './sight.ts'
import type { SentField } from './vdr-body.ts'
import type { Whole } from './whole.ts'

/**
 * What becomes of fields that are not sent. `all`: they go, wherever the caller may write and sees them. `levels`: they go at levels of which something
 * is sent. `none`: they stay.
 */
export type Replacing = 'all' | 'levels' | 'none'

export interface FieldsChange {
  readonly whole: Whole
  readonly sight: Sight
  readonly placer: Placer
  readonly fields: readonly SentField[]
  readonly replacing: Replacing
}

interface LevelFields extends Placed {
  readonly fields: SentField[]
}

/** Throws invalid-body (400): two fields of one level have the same path. */
export async function writeFields(transaction: Db, change: FieldsChange): Promise<void> {
  const { whole, sight } = change
  const levels = placeFields(change)
  if (change.replacing === 'all') {
    const rows = whole.definitions.filter(({ level }) => mayEmpty(sight, level))
    levels.push(...rows.filter((row) => !levels.some((each) => isSamePlace(each, row))).map((row) => ({ ...toPlaced(row), fields: [] })))
  }
  const renamings: Renaming[] = []
  for (const level of levels) renamings.push(await writeLevel(transaction, change, level))
  await renameInTransformations(transaction, { name: whole.name, organizationId: sight.caller.organizationId, renamings })
}

/** Writes a level without fields, so that the resource is known at it. */
export async function writeEmptyLevel(transaction: Db, whole: Whole, sight: Sight, target: Placed): Promise<void> {
  const resourceId = await ensureId(transaction, whole, sight, target.level)
  await putDefinition(transaction, { resourceId, ...target, fields: [], maker: makerOf(sight) })
}

function makerOf({ caller }: Sight) {
  return { accountId: caller.accountId, userId: caller.user.id }
}

/** The id of what organization or system say under a name, made where they say nothing yet. */
export async function ensureId(transaction: Db, { name, own, system }: Whole, { caller }: Sight, level: Level): Promise<number> {
  const found = level === 'system' ? system : own
  if (found !== undefined) return found.id
  const owner = level === 'system' ? { organizationId: null } : { organizationId: caller.organizationId, accountId: caller.accountId }
  return (await ensureResource(transaction, { ...owner, objectName: name, userId: caller.user.id })).id
}

function placeFields({ fields, placer }: FieldsChange): LevelFields[] {
  const levels: LevelFields[] = []
  for (const sent of fields) {
    const target = placer.place(sent, 'fields')
    if (target === undefined) continue
    const level = levels.find((each) => isSamePlace(each, target))
    if (level === undefined) levels.push({ ...target, fields: [sent] })
    else level.fields.push(sent)
  }
  return levels
}

async function writeLevel(transaction: Db, { whole, sight, replacing }: FieldsChange, level: LevelFields): Promise<Renaming> {
  const target = toPlaced(level)
  const row = whole.definitions.find((each) => isSamePlace(each, target))
  const former = row?.fields ?? []
  const sent = level.fields.map((each) => takeFormerId(each, former))
  demandOnce(sent, target)
  const isSent = new Set(sent.flatMap(({ path, id }) => [path, ...(id === undefined ? [] : [id])]))
  const stays = row === undefined ? [] : chooseStaying(whole, sight, { row, replacing })
  const kept = stays.filter(({ path, id }) => !isSent.has(path) && (id === undefined || !isSent.has(id)))
  const fields = await numberFields(transaction, [...kept, ...sent], former)
  const resourceId = await ensureId(transaction, whole, sight, target.level)
  await putDefinition(transaction, { resourceId, ...target, fields, maker: makerOf(sight) })
  return { ...target, paths: findMoved(former, fields) }
}

/** Fields that are not sent and stay all the same: all, or those that the caller was not shown. */
function chooseStaying(whole: Whole, sight: Sight, { row, replacing }: { row: Whole['definitions'][number]; replacing: Replacing }) {
  if (replacing === 'none') return row.fields
  if (replacing === 'levels') return []
  return hiddenFields(row, mergeShown(whole.definitions, sight.instanceId !== undefined))
}

function takeFormerId({ field, oldPath }: SentField, former: readonly DefinitionField[]): DefinitionField {
  const id = oldPath === undefined ? undefined : former.find(({ path }) => path === oldPath)?.id
  return id === undefined ? field : { ...field, id }
}

function demandOnce(fields: readonly DefinitionField[], { level }: Placed): void {
  const paths = new Set<string>()
  for (const { path } of fields) {
    if (paths.has(path)) throw createError('invalid-body', { params: { reason: `fields: ${path} is there twice at level ${level}` } })
    paths.add(path)
  }
}

function toPlaced({ level, associatedId }: Placed): Placed {
  return { level, associatedId }
}
