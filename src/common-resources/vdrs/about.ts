/** What is said of a common resource beside its fields, and who said it first. Each level says it for itself: who does not see a level does not see its words. */
import type { Level } from '../levels.ts'
import { type DefinitionRow, type Maker, updateDefinition } from '../store/definitions.ts'
import type { Db } from '../store/resources.ts'
import type { Placer } from './place-parts.ts'
import { mayWrite, type Sight } from './sight.ts'
import type { About } from './vdr-body.ts'
import { headOf, type Whole } from './whole.ts'

export interface ShownAbout extends Maker {
  readonly description: string | null
  readonly vdrShared: boolean
  readonly vdrShareLevel: string
  /** `yyyy-MM-dd HH:mm:ss.SSSSSS`, UTC. */
  readonly createdDate: string
}

/** Whose word counts: that of the account before the organization's; an instance speaks where neither does. */
const order: readonly Level[] = ['account', 'organization', 'instance', 'system']

/** As the caller sees it; `id`: that of the organization's part or of the system's, by which it is asked. */
export function describeAbout(whole: Whole, { caller }: Sight, id: number = headOf(whole).id): ShownAbout {
  const rows = listSpeakers(whole, id)
  const said = <Name extends keyof About>(name: Name) => findSpeaker(rows, name)?.[name]
  const head = whole.system?.id === id ? whole.system : headOf(whole)
  const first = rows.filter(({ resourceId }) => resourceId === id).toSorted((a, b) => (a.createdDate < b.createdDate ? -1 : 1))[0]
  const isOwn = head.organizationId === null || head.accountId === caller.accountId
  const { accountId, userId, createdDate } = first ?? (isOwn ? head : { accountId: null, userId: null, createdDate: head.createdDate })
  return {
    description: said('description') ?? null,
    vdrShared: said('vdrShared') ?? false,
    vdrShareLevel: said('vdrShareLevel') ?? 'account',
    accountId,
    userId,
    createdDate,
  }
}

/** Writes what is not what is shown, at the level that said it before; else at the highest that the caller may write. What would not be seen then is ignored, and told. */
export async function writeAbout(
  transaction: Db,
  whole: Whole,
  { sight, placer, about, id }: { sight: Sight; placer: Placer; about: About; id: number },
): Promise<void> {
  const shown = describeAbout(whole, sight, id)
  const rows = listSpeakers(whole, id)
  for (const name of Object.keys(about) as (keyof About)[]) {
    if (about[name] === shown[name]) continue
    const target = chooseTarget(rows, sight, { name, id })
    if (target === undefined) placer.ignore('what is said beside the fields was ignored: others have a say in it')
    else await updateDefinition(transaction, target.id, { [name]: about[name] })
  }
}

function chooseTarget(
  rows: readonly DefinitionRow[],
  sight: Sight,
  { name, id }: { name: keyof About; id: number },
): DefinitionRow | undefined {
  const speaker = findSpeaker(rows, name)
  if (speaker !== undefined && mayWrite(sight, speaker.level)) return speaker
  const heard = speaker === undefined ? rows : rows.slice(0, rows.indexOf(speaker))
  const writable = heard.filter(({ resourceId, level }) => resourceId === id && mayWrite(sight, level))
  return writable.find(({ level }) => level === 'organization') ?? writable[0]
}

/** What the system says holds for what an organization has of the name too. */
function listSpeakers({ definitions, system }: Whole, id: number): DefinitionRow[] {
  const heard = definitions.filter(({ resourceId }) => resourceId === id || resourceId === system?.id)
  return heard.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
}

function findSpeaker(rows: readonly DefinitionRow[], name: keyof About): DefinitionRow | undefined {
  return rows.find((row) => row[name] !== null)
}
