/** One source of a system element, read and checked as far as compiling checks; what is kept of it is its outline. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { compileElement, type ElementIds, listResourceKeys } from '../compile/compile-element.ts'
import type { ElementDocument } from '../document/element-document.ts'
import type { ElementSource } from '../document/element-sources.ts'
import { type ElementOutline, outlineDocument } from './outline.ts'

export interface CheckedSource {
  readonly path: string
  readonly key: string
  readonly name: string
  readonly hub: string
  readonly outline: ElementOutline
  /** The id that the document itself states. */
  readonly ownId: number | undefined
}

/** Ids from here on belong to elements of accounts and to what gets its id from the database. */
const firstForeignId = 100_000

/** Checks a source. @throws {Error} naming its path, the place and what is wrong. */
export async function checkSource(source: ElementSource): Promise<CheckedSource> {
  const document = await source.read()
  await nextTurn()
  try {
    compileElement(document, blankIds(document))
  } catch (error) {
    throw new Error(`${source.path}: ${(error as Error).message}`, { cause: error })
  }
  const { key, name, hub, id } = document
  if (typeof id === 'number' && id >= firstForeignId) throw new Error(`${source.path}: the id ${id} is not below ${firstForeignId}`)
  return { path: source.path, key, name, hub, outline: outlineDocument(document), ownId: id ?? undefined }
}

/** Enough to see whether it compiles. */
function blankIds(document: ElementDocument): ElementIds {
  return {
    element: 0,
    configuration: new Map(document.configuration.map(({ key }) => [key, 0])),
    resources: new Map([...listResourceKeys(document).keys()].map((key) => [key, 0])),
  }
}
