/** What is to be made of a record: a tree in which fields that share a container share its place. */
import type { ItemFilter } from './item-filter.ts'
import { type MappingPath, type PathStep, printSteps } from './mapping-path.ts'

/** One field in one direction. */
export interface Move {
  /** What errors call it. */
  readonly name: string
  readonly from: MappingPath
  readonly to: MappingPath
  /** What becomes of the value read, undefined where there is none. */
  readonly finish: (value: unknown) => unknown
}

/** Reads from the rows of a list: from the row itself, or from one of several lists that are gone through together. */
export interface Tap {
  readonly list: number
  readonly steps: MappingPath
}

export interface Leaf extends Tap {
  readonly finish: (value: unknown) => unknown
}

/** What is made at one place: the first leaf that has a value, and members or items over it. */
export interface Place {
  readonly leaves: Leaf[]
  readonly members: Map<string, Place>
  readonly positions: Map<string, { readonly at: number | ItemFilter; readonly place: Place }>
  readonly lists: Map<string, ListPlace>
}

/** A list that is gone through, the `index`th of those that make one list. */
export interface ListSource {
  readonly index: number
  readonly tap: Tap
  readonly filter: ItemFilter | undefined
}

export interface ListPlace {
  readonly filter: ItemFilter | undefined
  readonly sources: Map<string, ListSource>
  readonly place: Place
}

/** Each `a[99]` is a hundred items in every record. */
const farthestIndex = 99

/** @throws {Error} naming a field that makes a list where another makes an object, or whose index is too far. */
export function plantMoves(moves: readonly Move[]): Place {
  const root = createPlace()
  for (const { name, from, to, finish } of moves) {
    try {
      plant(root, to, { list: 0, steps: from, finish })
    } catch (error) {
      throw new Error(`Field ${name}: ${(error as Error).message}`)
    }
  }
  return root
}

function createPlace(): Place {
  return { leaves: [], members: new Map(), positions: new Map(), lists: new Map() }
}

function plant(place: Place, [step, ...rest]: MappingPath, leaf: Leaf): void {
  if (step === undefined) place.leaves.push(leaf)
  else if (step.kind === 'member') plant(getOrMake(place.members, step.name, createPlace), rest, leaf)
  else if (step.kind === 'all') plantList(place, step.filter, { rest, leaf })
  else {
    const at = readPosition(step)
    plant(getOrMake(place.positions, printSteps([step]), () => ({ at, place: createPlace() })).place, rest, leaf)
  }
  if (place.members.size > 0 && place.positions.size + place.lists.size > 0) {
    throw new Error('it makes a list where another field makes an object, or the other way round')
  }
}

function plantList(place: Place, filter: ItemFilter | undefined, { rest, leaf }: { rest: MappingPath; leaf: Leaf }): void {
  const list = getOrMake(place.lists, filter?.text ?? '', () => ({ filter, sources: new Map(), place: createPlace() }))
  const at = leaf.steps.findIndex(({ kind }) => kind === 'all')
  const step = leaf.steps[at] as PathStep & { kind: 'all' }
  const steps = leaf.steps.slice(0, at)
  const key = `${leaf.list} ${printSteps([...steps, step])}`
  const source = getOrMake(list.sources, key, () => ({ index: list.sources.size, tap: { list: leaf.list, steps }, filter: step.filter }))
  plant(list.place, rest, { list: source.index, steps: leaf.steps.slice(at + 1), finish: leaf.finish })
}

function readPosition(step: PathStep): number | ItemFilter {
  if (step.kind === 'filter') return step.filter
  const index = step.kind === 'index' ? step.index : 0
  if (index > farthestIndex) throw new Error(`[${index}] is farther than [${farthestIndex}], which is the last to be made`)
  return index
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
