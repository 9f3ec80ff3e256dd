/** POST /elements/{k}/clone: a copy of an element the caller sees, as an own element (contract 2.3). */
import type { Caller } from '../../lib/caller.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { checkElement } from './check-element.ts'
import type { EditorParts } from './create-editor.ts'
import { insertOwn } from './create-element.ts'
import type { ElementEditor } from './editor.ts'
import { cloneDocument } from './export-element.ts'

/**
 * Clones an element; its key ends in `-clone`, with a number when the account has that one already. `cloneable` is what catalogs show, and refuses nobody.
 * Throws no-element, no-element-id (404), missing-privilege (403), invalid-body (400).
 */
export async function cloneElement(
  parts: EditorParts & { readonly editor: ElementEditor },
  caller: Caller,
  keyOrId: string,
): Promise<ElementDocument> {
  parts.demandPrivilege(caller, 'createElements')
  const stored = await parts.editor.read(caller, keyOrId)
  const { key } = stored.document
  const taken = new Set((await parts.elements.list(caller)).map((element) => element.key))
  let free = `${key}-clone`
  for (let count = 2; taken.has(free); count++) free = `${key}-clone${count}`
  return insertOwn(parts, caller, checkElement(cloneDocument(stored, free)))
}
