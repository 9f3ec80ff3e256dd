/** Which transformations a definition holds up: those of its own place, and those below it that see no other definition. */
import { isSamePlace, isUnder, type Placed } from '../levels.ts'

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
    return isUnder(transformation, definition, accountOf) && !others.some((other) => isUnder(transformation, other, accountOf))
  })
}
