/** An element of the system with an id on every part, as clients see it. Most parts get theirs when they are first shown. */
import type { Database } from '../../store/database.ts'
import type { CompiledElement } from '../compile/compiled.ts'
import { copyParts, listParts } from '../document/document-parts.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { assignIds } from '../element-ids-store.ts'
import { markOwner, setFirst } from './number-parts.ts'

/** Account 1 of the original owned what belongs to the system; clients tell it by that number (contract 2.4). */
const systemAccountId = 1

export type NumberSystemElement = (element: CompiledElement) => Promise<ElementDocument>

/** Creates the function; it numbers a compiled element once, as long as that stays in memory. */
export function createSystemNumbering({ db }: Pick<Database, 'db'>): NumberSystemElement {
  const numbered = new WeakMap<CompiledElement, Promise<ElementDocument>>()
  return (element) => {
    const known = numbered.get(element)
    if (known !== undefined) return known
    const promise = numberParts(db, element)
    numbered.set(element, promise)
    promise.catch(() => numbered.delete(element))
    return promise
  }
}

async function numberParts(db: Database['db'], element: CompiledElement): Promise<ElementDocument> {
  const document = copyParts(element.document)
  const parts = listParts(document).map((each) => ({ ...each, naturalKey: { element: element.key, kind: each.kind, key: each.key } }))
  const idOf = await assignIds(
    db,
    parts.map(({ naturalKey }) => naturalKey),
  )
  for (const { part, naturalKey } of parts) setFirst(part, idOf(naturalKey))
  markOwner(document, systemAccountId)
  return { ...{ id: element.id }, ...document, id: element.id }
}
