/** POST /elements: a new element of an account, written by hand or exported elsewhere (contract 2.3). */
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { dropIds, type Json } from '../document/document-parts.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { normalizeDocument } from '../document/normalize.ts'
import { checkElement, checkForm } from './check-element.ts'
import { announce, type EditorParts } from './create-editor.ts'
import { deriveKey } from './derive-key.ts'
import type { DraftDocument } from './editor.ts'
import { insertElement } from './element-store.ts'
import { giveIds } from './number-parts.ts'
import { recordElement } from './record-element.ts'
import { addStandardConfiguration } from './standard-configuration.ts'

/**
 * Stores a new element and gives it with its ids. Whose it was elsewhere and which ids it had is of no meaning; what is unknown is kept.
 * Throws invalid-body, chain-too-deep (400), missing-privilege (403), element-exists (409).
 */
export async function createElement(parts: EditorParts, caller: Caller, body: Json): Promise<ElementDocument> {
  parts.demandPrivilege(caller, 'createElements')
  const { id: _id, private: _private, ownerAccountId: _owner, ...draft } = body
  dropIds(draft)
  normalizeDocument(draft)
  draft['key'] = deriveKey(draft)
  draft['active'] ??= false
  addStandardConfiguration(checkForm(draft) as DraftDocument)
  return insertOwn(parts, caller, checkElement(draft))
}

/** Stores a checked document as an element of the caller. Throws element-exists (409). */
export async function insertOwn(parts: EditorParts, caller: Caller, document: ElementDocument): Promise<ElementDocument> {
  const { accountId } = caller
  // Its id is not known before it is there; what changes is the account's directory, which the account's number drops.
  const id = await announce(parts, { elementId: 0, accountId }, async (transaction) => {
    await giveIds(transaction, document, accountId)
    const inserted = await insertElement(transaction, caller, document)
    if (inserted === undefined) throw createError('element-exists', { params: { key: document.key } })
    await recordElement(transaction, caller, { id: inserted, key: document.key })
    return inserted
  })
  return { ...document, id, private: true, ownerAccountId: accountId } as ElementDocument
}
