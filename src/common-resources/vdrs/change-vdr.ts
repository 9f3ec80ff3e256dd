/** Makes, changes and removes common resources as a whole: fields of several levels and what is said beside them. */
import { recordChange } from '../../audit/record-change.ts'
import { isOrganizationAdmin } from '../../identity/roles.ts'
import { createError } from '../../lib/errors.ts'
import { codeOf } from '../../store/store-error.ts'
import type { Placed } from '../levels.ts'
import { deleteDefinition } from '../store/definitions.ts'
import { type Db, deleteResource, deleteResourceIfEmpty, findResource, renameResource } from '../store/resources.ts'
import { deleteTransformation } from '../store/transformations.ts'
import { writeAbout } from './about.ts'
import { type Placer, readLevel } from './place-parts.ts'
import { chooseDefaultLevel, mayWrite, type Sight } from './sight.ts'
import type { About, SentField } from './vdr-body.ts'
import { findWhole, headOf, readWhole, resourceIdsOf, type Whole } from './whole.ts'
import { ensureId, type Replacing, writeEmptyLevel, writeFields } from './write-fields.ts'

export interface VdrChange {
  readonly sight: Sight
  readonly placer: Placer
  /** Undefined: they stay as they are. */
  readonly fields: readonly SentField[] | undefined
  readonly replacing: Replacing
  readonly about: About
}

/**
 * Makes what the caller does not see yet: the organization's word, or the system's where only that is meant. Gives it as it is then.
 * Throws common-resource-exists (409).
 */
export async function createWhole(transaction: Db, name: string, change: VdrChange): Promise<Whole> {
  const exists = createError('common-resource-exists', { params: { name } })
  const found = await findWhole(transaction, change.sight, name)
  if (found !== undefined && (meansSystem(change) ? found.system : found.own) !== undefined) throw exists
  const { id, whole } = await claimName(transaction, name, change)
  if (whole.definitions.some(({ resourceId }) => resourceId === id)) throw exists
  return fillNew(transaction, { id, whole, change })
}

/** Makes it, or changes what there is. Gives it as it is then. */
export async function putWhole(transaction: Db, name: string, change: VdrChange): Promise<Whole> {
  const found = await findWhole(transaction, change.sight, name, { lock: true })
  if (found !== undefined) return changeWhole(transaction, found, change)
  const { id, whole } = await claimName(transaction, name, change)
  // Somebody else made it meanwhile.
  if (whole.definitions.length > 0) return changeWhole(transaction, whole, change)
  return fillNew(transaction, { id, whole, change })
}

/** From here on nobody else makes or changes it. `whole` is what there is under the name now. */
async function claimName(transaction: Db, name: string, change: VdrChange): Promise<{ id: number; whole: Whole }> {
  const { sight } = change
  const before = await readWhole(transaction, sight, name, { lock: true })
  const id = await ensureId(transaction, before, sight, meansSystem(change) ? 'system' : 'organization')
  return { id, whole: await readWhole(transaction, sight, name, { lock: true }) }
}

async function fillNew(transaction: Db, { id, whole, change }: { id: number; whole: Whole; change: VdrChange }): Promise<Whole> {
  const { sight, fields = [] } = change
  await writeFields(transaction, { ...change, whole, fields })
  if (fields.length === 0) await writeDefaultLevel(transaction, whole, sight)
  await writeAbout(transaction, await readWhole(transaction, sight, whole.name), { ...change, id })
  return finish(transaction, sight, whole.name)
}

/** Writes fields and what is said beside them. `id` is the one that the caller named it by; default: the organization's, if it said something before; else the system's, if that did. */
export async function changeWhole(transaction: Db, whole: Whole, change: VdrChange, id?: number): Promise<Whole> {
  if (change.fields !== undefined) await writeFields(transaction, { ...change, whole, fields: change.fields })
  const now = await readWhole(transaction, change.sight, whole.name)
  await writeAbout(transaction, now, { ...change, id: id ?? headOf(resourceIdsOf(whole).length > 0 ? whole : now).id })
  return finish(transaction, change.sight, whole.name)
}

/** Gives the whole as it is now, and puts the change on record. */
async function finish(transaction: Db, sight: Sight, name: string): Promise<Whole> {
  const now = await readWhole(transaction, sight, name)
  await recordWhole(transaction, now)
  return now
}

/** Puts a change of the whole on record. */
export async function recordWhole(transaction: Db, whole: Whole): Promise<void> {
  await recordChange(transaction, { area: 'common-resources', entityId: headOf(whole).id, entityName: whole.name })
}

/**
 * Gives a resource another name. Throws common-resource-exists (409).
 * False, and nothing is done, where the caller may not: others' levels would be renamed too.
 */
export async function renameWhole(
  transaction: Db,
  { whole, sight, id }: { whole: Whole; sight: Sight; id: number },
  name: string,
): Promise<boolean> {
  if (!ownsAll(whole, sight, id)) return false
  const organizationId = whole.system?.id === id ? null : sight.caller.organizationId
  const other = await findResource(transaction, { organizationId, name })
  if (other !== undefined && other.id !== id) throw createError('common-resource-exists', { params: { name } })
  await renameResource(transaction, id, name).catch((error: unknown) => {
    // Somebody took the name a moment ago.
    throw codeOf(error) === '23505' ? createError('common-resource-exists', { params: { name } }) : error
  })
  return true
}

/** Removes all that the caller may write of what was named by `id`, mappings too. Levels that stay and are seen are told. */
export async function removeWhole(
  transaction: Db,
  { whole, sight, placer, id }: { whole: Whole; sight: Sight; placer: Placer; id: number },
): Promise<void> {
  const { own, system } = whole
  await recordWhole(transaction, whole)
  if (own !== undefined) await removeOwn(transaction, whole, sight, placer)
  if (system?.id !== id) return
  if (mayWrite(sight, 'system')) await deleteResource(transaction, id)
  else placer.ignore('the level system was ignored: this user may not write it')
}

async function removeOwn(transaction: Db, { own, definitions, mapped }: Whole, sight: Sight, placer: Placer): Promise<void> {
  // Who administers the organization removes what its accounts added as well.
  if (isOrganizationAdmin(sight.caller.roles) && mayWrite(sight, 'organization')) return deleteResource(transaction, own!.id)
  const ours = <R extends Placed & { readonly resourceId: number }>(rows: readonly R[]) => rows.filter((row) => row.resourceId === own!.id)
  for (const { id, level } of ours(mapped)) if (mayWrite(sight, level)) await deleteTransformation(transaction, id)
  for (const { id, level } of ours(definitions)) if (mayWrite(sight, level)) await deleteDefinition(transaction, id)
  const left = new Set([...ours(mapped), ...ours(definitions)].map(({ level }) => level).filter((level) => !mayWrite(sight, level)))
  for (const level of left) placer.ignore(`the level ${level} was ignored: this user may not write it`)
  await deleteResourceIfEmpty(transaction, own!.id)
}

/** Whether nobody but the caller has a say in it, or only accounts that the caller administers: then its name and what is said beside the fields are the caller's too. */
function ownsAll({ own, system, definitions, mapped, hasHiddenRows }: Whole, sight: Sight, id: number): boolean {
  if (system?.id === id) return mayWrite(sight, 'system')
  if (isOrganizationAdmin(sight.caller.roles) && mayWrite(sight, 'organization')) return true
  const rows = [...definitions, ...mapped].filter(({ resourceId }) => resourceId === own?.id)
  return !hasHiddenRows && rows.every(({ level }) => mayWrite(sight, level))
}

/** Everything that is sent is the system's, and the caller may write it; or nothing else is looked at. */
export function meansSystem({ sight, fields = [] }: Pick<VdrChange, 'sight' | 'fields'>): boolean {
  return sight.systemOnly || (mayWrite(sight, 'system') && fields.length > 0 && fields.every((each) => readLevel(each) === 'system'))
}

/** A resource without fields is known at the level where its fields would go. */
async function writeDefaultLevel(transaction: Db, whole: Whole, sight: Sight): Promise<void> {
  const level = chooseDefaultLevel(sight)
  const { organizationId, accountId } = sight.caller
  const ids = { system: null, organization: organizationId, account: accountId, instance: sight.instanceId ?? null }
  if (level === 'system' || ids[level] !== null) await writeEmptyLevel(transaction, whole, sight, { level, associatedId: ids[level] })
}
