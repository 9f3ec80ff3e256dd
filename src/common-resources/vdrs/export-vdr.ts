/** A common resource as a file (contract 9.5): the fields and transformations of the system, the organization and the account, each part with its level. Element instances are of one installation and stay out. */
import type { ElementFinder } from '../../elements/catalog/finder.ts'
import type { MappingFlag } from '../../transform/mapping/mapping-document.ts'
import type { Placed } from '../levels.ts'
import type { TransformationRow } from '../store/transformations.ts'
import { describeAbout } from './about.ts'
import { listAll } from './merge-shown.ts'
import { groupByElement, mergeRows } from './merged-transformation.ts'
import type { Sight } from './sight.ts'
import type { Whole } from './whole.ts'

export interface ExportedVdr {
  readonly vdrName: string
  readonly vdrVersion: 'v2'
  readonly definition: object
  readonly transformation: Readonly<Record<string, object>>
}

interface Exporting {
  readonly catalog: Pick<ElementFinder, 'find'>
  readonly sight: Sight
}

/** What the caller sees of it, but for what is said of instances. */
export async function exportVdr(whole: Whole, seen: readonly TransformationRow[], exporting: Exporting): Promise<ExportedVdr> {
  const { createdDate, description, vdrShared, vdrShareLevel } = describeAbout(whole, exporting.sight)
  const transformation: Record<string, object> = {}
  for (const rows of groupByElement(seen.filter(isPortable))) {
    transformation[await chooseKey(rows[0]!, transformation, exporting)] = describeTransformation(rows)
  }
  return {
    vdrName: whole.name,
    vdrVersion: 'v2',
    definition: {
      objectName: whole.name,
      createdDate,
      ...(description !== null && { description }),
      vdrShared,
      vdrShareLevel,
      fields: listAll(whole.definitions.filter(isPortable)).map(describePart),
    },
    transformation,
  }
}

/** Whether something is left out of the export. */
export function hasInstanceParts(rows: readonly Placed[]): boolean {
  return !rows.every(isPortable)
}

/** An own element may have the key of one of the system's (contract 2.1): the key is that of the one it resolves to, the other goes by its id. */
async function chooseKey({ elementId, elementKey }: TransformationRow, taken: object, { catalog, sight }: Exporting): Promise<string> {
  if (elementKey === null || elementId === null) return String(elementKey ?? elementId)
  const found = await catalog.find(elementKey, sight.caller)
  return (found === undefined || found.id === elementId) && !Object.hasOwn(taken, elementKey) ? elementKey : String(elementId)
}

function describeTransformation(rows: readonly TransformationRow[]): object {
  const merged = mergeRows(rows)
  const scripts = merged.scripts.map((script) =>
    describePart({ mimeType: 'application/javascript', filterEmptyResponse: false, ...script }),
  )
  return {
    ...merged.others,
    elementKey: rows[0]!.elementKey,
    objectName: rows[0]!.objectName,
    vendorName: merged.vendorName,
    isLegacy: merged.isLegacy,
    configuration: merged.configuration.map((flag: MappingFlag & Placed) => describePart(flag)),
    fields: merged.allFields.map(({ vdrFieldId: _, ...field }) => describePart(field)),
    ...(scripts.length > 0 && { script: scripts[0], scripts }),
  }
}

/** Without what holds in one installation only. */
function describePart<P extends Placed & { readonly id?: unknown }>({ id: _, associatedId: __, ...part }: P): object {
  return part
}

function isPortable({ level }: Placed): boolean {
  return level !== 'instance'
}
