/** The transformations that a request speaks of: those of one element, or of one instance, at one place. */
import type { Scope } from '../levels.ts'
import type { Place } from '../place.ts'
import type { Db } from '../store/resources.ts'
import { readTransformationsAt, type TransformationRow } from '../store/transformations.ts'

export interface Target {
  readonly place: Place
  readonly element: { readonly id: number; readonly key: string }
}

/** Those of the place itself, by name; with a name that one alone. An instance's own are its own whatever its element was then. */
export function readOwn(db: Db, { place, element }: Target, name?: string): Promise<TransformationRow[]> {
  return readTransformationsAt(db, [place.scope], { name, elementId: place.scope.level === 'instance' ? undefined : element.id })
}

/** Those above the place that it may inherit from. */
export async function readAbove(db: Db, { place, element }: Target, name?: string): Promise<TransformationRow[]> {
  const above: readonly Scope[] = place.scopes.slice(1)
  return above.length === 0 ? [] : readTransformationsAt(db, above, { name, elementId: element.id })
}
