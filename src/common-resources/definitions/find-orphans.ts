/** Which transformations a definition holds up: those of its own place, and those below it that see no other definition. */
import type { Level } from '../levels.ts'

export interface Placed {
  readonly level: Level
  readonly associatedId: number | null
}

export interface Surroundings<T extends Placed> {
  /** Every definition of the name: of the organization and of the system. */
  readonly definitions: readonly Placed[]
  /** Every transformation of the name in the organization. */
  readonly transformations: readonly T[]
  /** The account that an instance belongs to. */
  readonly accountOf: ReadonlyMap<number, number>
}

/** The transformations that would have no definition without this one; all of its own place are its own. */
export function findOrphans<T extends Placed>(definition: Placed, { definitions, transformations, accountOf }: Surroundings<T>): T[] {
  const others = definitions.filter((other) => !isSamePlace(other, definition))
  return transformations.filter((transformation) => {
    if (isSamePlace(transformation, definition)) return true
    return sees(transformation, definition, accountOf) && !others.some((other) => sees(transformation, other, accountOf))
  })
}

function isSamePlace(a: Placed, b: Placed): boolean {
  return a.level === b.level && a.associatedId === b.associatedId
}

/** Whether what stands at `from` sees what is said at `at`: its own place and those above it. All are of one organization. */
function sees(from: Placed, at: Placed, accountOf: ReadonlyMap<number, number>): boolean {
  if (isSamePlace(from, at)) return true
  if (at.level === 'system') return true
  if (at.level === 'organization') return from.level !== 'system'
  return at.level === 'account' && from.level === 'instance' && accountOf.get(from.associatedId ?? 0) === at.associatedId
}
