/**
 * Builds a record out of another: a tree of what is to be made, whose leaves read. Fields that share a container are made in it together,
 * a list is gone through once whatever number of fields it has. What the tree does not name is taken from a record beneath, if there is one.
 */
import { createShapedBuilder } from '../record-shapes.ts'
import { type Builder, compileList, compilePositions } from './list-builder.ts'
import { compileTap } from './place-reader.ts'
import { type Leaf, type Move, type Place, plantMoves } from './place-tree.ts'

/** @throws {Error} naming a field that makes a list where another makes an object, or whose index is too far. */
export function compileBuilder(moves: readonly Move[]): Builder {
  return compilePlace(plantMoves(moves), true)
}

/** `isSingle`: what is read from is one value; else the rows of several lists, each at the place of its list. */
function compilePlace(place: Place, isSingle: boolean): Builder {
  const read = compileLeaves(place.leaves, isSingle)
  if (place.members.size > 0) return compileObject(place.members, { read, isSingle })
  const parts: Builder[] = [...place.lists.values()].map((list) => compileList(list, { compilePlace, isSingle }))
  if (place.positions.size > 0) parts.push(compilePositions([...place.positions.values()], { compilePlace, isSingle }))
  if (parts.length === 0) return read ?? nothing
  return (source, beneath) => parts.reduce<unknown>((made, part) => part(source, made) ?? made, start(read, source, beneath))
}

type LeafReader = (source: unknown) => unknown

function compileLeaves(leaves: readonly Leaf[], isSingle: boolean): LeafReader | undefined {
  const readers = leaves.map(({ finish, ...tap }): LeafReader => {
    const read = compileTap(tap, isSingle)
    return finish === keep ? read : (source) => finish(read(source))
  })
  const [only] = readers
  if (readers.length < 2) return only
  return (source) => {
    for (const read of readers) {
      const value = read(source)
      if (value !== undefined) return value
    }
    return undefined
  }
}

/** The `finish` of a field that nothing is done to. */
export function keep(value: unknown): unknown {
  return value
}

function nothing(): undefined {
  return undefined
}

/** A field that is a container as a whole lies under the fields inside it. */
function start(read: LeafReader | undefined, source: unknown, beneath: unknown): unknown {
  const value = read?.(source)
  return value === undefined ? beneath : value
}

interface ObjectParts {
  readonly read: LeafReader | undefined
  readonly isSingle: boolean
}

type Members = Record<string, unknown>

function compileObject(members: ReadonlyMap<string, Place>, { read, isSingle }: ObjectParts): Builder {
  const names = [...members.keys()]
  const builders = [...members.values()].map((place) => compilePlace(place, isSingle))
  const containers = [...members.values()].map((place) => place.members.size + place.lists.size + place.positions.size > 0)
  const shape = createShapedBuilder(names, undefined)
  return (source, beneath) => {
    const base = start(read, source, beneath)
    const under = typeof base === 'object' && base !== null && !Array.isArray(base) ? (base as Members) : undefined
    const values: unknown[] = new Array(names.length)
    let isMade = false
    for (let at = 0; at < builders.length; at++) {
      const name = names[at]!
      const value = builders[at]!(source, under !== undefined && containers[at]! && Object.hasOwn(under, name) ? under[name] : undefined)
      values[at] = value
      if (value !== undefined) isMade = true
    }
    if (!isMade) return base
    return under === undefined ? shape(values) : { ...under, ...shape(values) }
  }
}
