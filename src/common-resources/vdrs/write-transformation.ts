/** Writes what several levels say of one element's records. */
import { createError } from '../../lib/errors.ts'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import { compareLevels, isSamePlace, type Placed } from '../levels.ts'
import { numberFields } from '../store/number-fields.ts'
import type { Db } from '../store/resources.ts'
import type { TransformationField } from '../store/transformation-document.ts'
import { deleteTransformation, putTransformation, readTransformationsById, type TransformationRow } from '../store/transformations.ts'
import { demandCompilable } from '../transformations/demand-compilable.ts'
import { readDocument } from '../transformations/transformation-body.ts'
import { hiddenFields, listAll } from './merge-shown.ts'
import { type MergedTransformation, mergeRows } from './merged-transformation.ts'
import { type Placer, readNumber } from './place-parts.ts'
import { mayEmpty, type Sight } from './sight.ts'
import { type LevelContent, type LeveledTransformation, placeTransformation, type ScriptChoice } from './transformation-parts.ts'
import type { Whole } from './whole.ts'
import { ensureId } from './write-fields.ts'

export interface TransformationChange {
  readonly whole: Whole
  readonly sight: Sight
  readonly placer: Placer
  readonly element: { readonly id: number | null; readonly key: string | null }
  readonly sent: LeveledTransformation
  /** What the caller sees of the element's transformation before. */
  readonly rows: readonly TransformationRow[]
  /** `all`: what is not sent goes, wherever the caller may write and sees it. `levels`: levels of which nothing is sent stay. `none`: no level may be there yet. */
  readonly replacing: 'all' | 'levels' | 'none'
  readonly scripts: ScriptChoice
}

interface Writing extends TransformationChange {
  readonly definition: readonly DefinitionField[]
  readonly before: MergedTransformation | undefined
}

/**
 * Gives the rows that the caller sees afterwards. Throws invalid-body, transformation-not-legacy (400), transformation-exists (409),
 * and missing-privilege (403) when nothing of what was sent may be written and nothing is there.
 */
export async function writeTransformation(transaction: Db, change: TransformationChange): Promise<TransformationRow[]> {
  const { whole, rows, sight, replacing } = change
  const contents = placeTransformation(change.sent, change.placer, change.scripts)
  if (contents.length === 0 && rows.length === 0) {
    throw createError('missing-privilege', {
      params: { action: `change the transformations of ${whole.name} at the levels that were sent` },
    })
  }
  // All that was sent was ignored.
  if (contents.length === 0) return [...rows]
  const formerOf = (target: Placed) => rows.find((row) => isSamePlace(row, target))
  if (replacing === 'none' && contents.some(formerOf)) throw createError('transformation-exists', { params: { name: whole.name } })
  const before = rows.length === 0 ? undefined : mergeRows(rows, sight.instanceId !== undefined)
  const writing = { ...change, before, definition: listAll(whole.definitions) }
  const ids = new Set(rows.map(({ id }) => id))
  for (const content of contents) ids.add(await writeLevel(transaction, writing, { content, former: formerOf(content) }))
  if (replacing === 'all') {
    const others = rows.filter((row) => mayEmpty(sight, row.level) && !contents.some((content) => isSamePlace(content, row)))
    for (const row of others) await emptyLevel(transaction, writing, row)
  }
  const now = await readTransformationsById(transaction, [...ids])
  for (const content of contents) demandUsable(now, content, writing.definition)
  return now
}

interface LevelWriting {
  readonly content: LevelContent
  readonly former: TransformationRow | undefined
}

/** Gives the id of the row. */
async function writeLevel(transaction: Db, writing: Writing, { content, former }: LevelWriting): Promise<number> {
  const { sent, whole, sight, before, element } = writing
  const { level, associatedId, fields, flags: configuration, script = null } = content
  // Who sends back what was shown means no change of what another level says.
  const isKept = (member: 'vendorName' | 'isLegacy') => sent[member] == null || (former !== undefined && sent[member] === before?.[member])
  const vendorName = isKept('vendorName') ? (former?.vendorName ?? before?.vendorName) : sent.vendorName
  if (vendorName == null) throw createError('invalid-body', { params: { reason: 'vendorName is missing' } })
  const isLegacy = (isKept('isLegacy') ? former?.document.isLegacy : sent.isLegacy) ?? null
  const numbered = fields.map(readIds)
  const read = readDocument(
    { ...sent, fields: numbered, configuration, script, isLegacy },
    { definition: writing.definition, former: former?.document },
  )
  const paths = new Set(read.fields.map(({ path }) => path))
  const stays = hiddenOf(writing, former).filter(({ path }) => !paths.has(path))
  const stored = await numberFields(transaction, [...stays, ...read.fields], former?.document.fields)
  return putTransformation(transaction, {
    resourceId: former?.resourceId ?? (await ensureId(transaction, whole, sight, level)),
    elementId: element.id,
    elementKey: element.key,
    ...{ level, associatedId, vendorName },
    document: { ...read, fields: stored },
  })
}

/** Some clients write ids as texts. */
function readIds<F extends object>({ id, vdrFieldId, ...field }: F & { readonly id?: unknown; readonly vdrFieldId?: unknown }) {
  const ids = { id: readNumber(id), vdrFieldId: readNumber(vdrFieldId) }
  return { ...field, ...(ids.id !== undefined && { id: ids.id }), ...(ids.vdrFieldId !== undefined && { vdrFieldId: ids.vdrFieldId }) }
}

/** A level of which nothing is sent: what the caller was not shown of it stays. */
async function emptyLevel(transaction: Db, writing: Writing, row: TransformationRow): Promise<void> {
  const fields = hiddenOf(writing, row)
  if (fields.length === 0) return deleteTransformation(transaction, row.id)
  const { script: _, ...document } = row.document
  await putTransformation(transaction, { ...row, document: { ...document, fields } })
}

function hiddenOf({ before, replacing }: Writing, row: TransformationRow | undefined): TransformationField[] {
  if (row === undefined || before === undefined || replacing === 'levels') return []
  return hiddenFields({ ...row, fields: row.document.fields }, before.fields)
}

/** Throws invalid-body (400): with what it inherits it cannot be compiled. */
function demandUsable(rows: readonly TransformationRow[], target: Placed, definition: readonly DefinitionField[]): void {
  const row = rows.find((each) => isSamePlace(each, target))
  if (row === undefined) return
  const above = rows.filter(({ level }) => compareLevels(level, target.level) < 0)
  demandCompilable([row, ...above], definition)
}
