/** A common resource as a caller sees it: what the own organization says under a name and what the system says under the same, as one. */
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import { listInstanceIds } from '../levels.ts'
import { type DefinitionRow, readDefinitions } from '../store/definitions.ts'
import { type Db, findResource, findResourceById, listResources, type Reading, type ResourceRow } from '../store/resources.ts'
import { type MappedRow, readMapped } from './mapped-rows.ts'
import { readOwnInstances, type Sight, sees } from './sight.ts'

export interface Whole {
  readonly name: string
  readonly own: ResourceRow | undefined
  readonly system: ResourceRow | undefined
  /** What the caller sees, of every level. */
  readonly definitions: readonly DefinitionRow[]
  readonly mapped: readonly MappedRow[]
  /** Rows of others under the same name: of other accounts and their instances. */
  readonly hasHiddenRows: boolean
}

/** All that the caller sees, by name. */
export async function listWholes(db: Db, sight: Sight): Promise<Whole[]> {
  const [own, system] = await Promise.all([sight.systemOnly ? [] : listResources(db, sight.caller.organizationId), listResources(db, null)])
  const names = [...new Set([...own, ...system].map(({ objectName }) => objectName))].sort((a, b) => (a < b ? -1 : 1))
  const named = (rows: readonly ResourceRow[]) => new Map(rows.map((row) => [row.objectName, row]))
  const [owns, systems] = [named(own), named(system)]
  const pairs = names.map((name) => ({ name, own: owns.get(name), system: systems.get(name) }))
  return (await fill(db, sight, pairs)).filter((whole) => isSeen(whole, sight))
}

/** By name; undefined when there is none that the caller sees. `lock` keeps it from being changed until the transaction ends. */
export async function findWhole(db: Db, sight: Sight, name: string, reading?: Reading): Promise<Whole | undefined> {
  const whole = await readWhole(db, sight, name, reading)
  return isSeen(whole, sight) ? whole : undefined
}

/** What there is under a name, be it nothing. */
export async function readWhole(db: Db, sight: Sight, name: string, reading?: Reading): Promise<Whole> {
  if (!isStorableText(name)) return { name, own: undefined, system: undefined, definitions: [], mapped: [], hasHiddenRows: false }
  const { organizationId } = sight.caller
  const own = sight.systemOnly ? undefined : await findResource(db, { organizationId, name }, reading)
  const system = await findResource(db, { organizationId: null, name }, reading)
  return (await fill(db, sight, [{ name, own, system }]))[0]!
}

/** By the id of what the organization or the system says. Throws no-vdr (404). */
export async function demandWholeById(db: Db, sight: Sight, id: string, reading?: Reading): Promise<Whole> {
  const number = parseId(id)
  const row = number === undefined ? undefined : await findResourceById(db, number)
  const isOurs = row !== undefined && (row.organizationId === null || row.organizationId === sight.caller.organizationId)
  const whole = isOurs ? await findWhole(db, sight, row.objectName, reading) : undefined
  // Renamed or removed while it was waited for.
  if (whole === undefined || (whole.own?.id !== number && whole.system?.id !== number)) throw createError('no-vdr', { params: { id } })
  return whole
}

/** The row that a whole is known by: the organization's where it says something, otherwise the system's. */
export function headOf({ own, system }: Pick<Whole, 'own' | 'system'>): ResourceRow {
  return (own ?? system)!
}

/** The ids under which a whole is stored. */
export function resourceIdsOf({ own, system }: Pick<Whole, 'own' | 'system'>): number[] {
  return [own, system].flatMap((row) => (row === undefined ? [] : [row.id]))
}

/** One that only others of the organization speak of is not there for the caller. Of which nobody says anything, it is there for the account that made it. */
function isSeen({ own, system, definitions, mapped, hasHiddenRows }: Whole, { caller }: Sight): boolean {
  if (system !== undefined || definitions.length > 0 || mapped.length > 0) return true
  return own !== undefined && !hasHiddenRows && own.accountId === caller.accountId
}

async function fill(db: Db, sight: Sight, pairs: readonly Pick<Whole, 'name' | 'own' | 'system'>[]): Promise<Whole[]> {
  const ids = pairs.flatMap(resourceIdsOf)
  const [definitions, mapped] = [await readDefinitions(db, ids), await readMapped(db, ids)]
  const own = await readOwnInstances(db, sight.caller, { ids: listInstanceIds([...definitions, ...mapped]) })
  const seenDefinitions = Map.groupBy(definitions, ({ resourceId }) => resourceId)
  const seenMapped = Map.groupBy(mapped, ({ resourceId }) => resourceId)
  return pairs.map((pair) => {
    const all = resourceIdsOf(pair)
    const defined = all.flatMap((id) => seenDefinitions.get(id) ?? [])
    const mappings = all.flatMap((id) => seenMapped.get(id) ?? [])
    const seen = { definitions: defined.filter((row) => sees(sight, row, own)), mapped: mappings.filter((row) => sees(sight, row, own)) }
    const hasHiddenRows = seen.definitions.length < defined.length || seen.mapped.length < mappings.length
    return { ...pair, ...seen, hasHiddenRows }
  })
}
