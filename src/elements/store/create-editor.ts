/** The one place where elements of accounts and extensions are changed: one transaction an edit, checked, numbered, told to every process. */
import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import type { Database } from '../../store/database.ts'
import { channels, type Tables } from '../../store/tables.ts'
import type { Viewer } from '../catalog/finder.ts'
import type { SystemElements, SystemEntry } from '../catalog/system-elements.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { normalizeDocument } from '../document/normalize.ts'
import { type AccountElements, type ElementChange, type Located, writeChange } from './account-elements.ts'
import { checkChains, checkElement, checkForm, checkRunnable } from './check-element.ts'
import type { DraftDocument, ElementEditor, ExtensionDocument, StoredElement } from './editor.ts'
import { type ElementRow, findElement, updateElement } from './element-store.ts'
import { compileExtended, extendDocument, lendsSecrets, type ServerDefaults } from './extend-document.ts'
import { findExtension, lockExtension, saveExtension } from './extension-store.ts'
import { giveIds } from './number-parts.ts'
import type { NumberSystemElement } from './number-system-element.ts'
import { recordElement } from './record-element.ts'
import type { TakeTurn } from './turns.ts'

/** Privileges of contract 2.12. */
export type ElementPrivilege = 'viewElements' | 'createElements' | 'editElements' | 'deleteElements'

export interface EditorParts {
  readonly database: Database
  readonly elements: AccountElements
  readonly system: SystemElements
  readonly numberSystemElement: NumberSystemElement
  /** Throws missing-privilege (403) when the caller has not got it. */
  readonly demandPrivilege: (caller: Caller, privilege: ElementPrivilege) => void
  readonly takeTurn: TakeTurn
  readonly elementDefaults: Readonly<Record<string, ServerDefaults>>
}

type Change<T> = (draft: DraftDocument, whole: StoredElement) => T

/** Creates the editor. */
export function createEditor(parts: EditorParts): ElementEditor {
  return {
    read: (viewer, keyOrId) => readElement(parts, viewer, keyOrId),
    async edit(caller, keyOrId, change) {
      parts.demandPrivilege(caller, 'editElements')
      const found = await demandLocated(parts, keyOrId, caller)
      return found.kind === 'system'
        ? editExtension(parts, { caller, ...found, change })
        : changeOwn(parts, { found, work: (transaction, row) => editRow(transaction, { caller, row, change }) })
    },
  }
}

/** Where the element is. Throws no-element, no-element-id (404). */
export async function demandLocated({ elements }: Pick<EditorParts, 'elements'>, keyOrId: string, viewer?: Viewer): Promise<Located> {
  const found = await elements.locate(keyOrId, viewer)
  if (found !== undefined) return found
  throw createMissing(keyOrId)
}

function createMissing(keyOrId: string) {
  return parseId(keyOrId) === undefined
    ? createError('no-element', { params: { key: keyOrId } })
    : createError('no-element-id', { params: { id: keyOrId } })
}

async function readElement(parts: EditorParts, viewer: Viewer | undefined, keyOrId: string): Promise<StoredElement> {
  const found = await demandLocated(parts, keyOrId, viewer)
  if (found.kind === 'account') {
    const row = await findElement(parts.database.db, found.row.id)
    if (row === undefined) throw createMissing(keyOrId)
    return { document: row.document, isSystem: false, isOwn: found.isOwn }
  }
  const base = await parts.numberSystemElement(await parts.system.compile(found.entry))
  const extension = found.isExtended
    ? await findExtension(parts.database.db, { accountId: viewer!.accountId, elementId: found.entry.id })
    : undefined
  if (extension === undefined) return { document: base, isSystem: true, isOwn: false }
  return { document: extendDocument(base, extension.document), isSystem: true, isOwn: false, extension: extension.document }
}

/** What changes an own element: it runs in a transaction with the row locked. */
export interface OwnChange<T> {
  readonly found: Extract<Located, { kind: 'account' }>
  readonly work: (transaction: Transaction<Tables>, row: ElementRow) => Promise<T>
}

/** Runs a change of an own element and tells it to every process. Throws element-not-editable (403) for one that was granted. */
export async function changeOwn<T>(parts: EditorParts, { found, work }: OwnChange<T>): Promise<T> {
  const { id, key } = found.row
  if (!found.isOwn) throw createError('element-not-editable', { params: { key, reason: 'it belongs to another account; clone it' } })
  return announce(parts, { elementId: id }, async (transaction) => {
    const row = await findElement(transaction, id, { lock: true })
    if (row === undefined) throw createError('no-element-id', { params: { id } })
    return work(transaction, row)
  })
}

/** Runs work in a transaction, after what this process does to the same element already; then every process hears of the change, this one first. */
export async function announce<T>(
  { database, elements, takeTurn }: EditorParts,
  change: ElementChange,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const result = await takeTurn(writeChange(change), () =>
    database.db.transaction().execute(async (transaction) => {
      const done = await work(transaction)
      await database.notify(channels.elements, writeChange(change), transaction)
      return done
    }),
  )
  elements.forget(change)
  return result
}

interface RowEdit<T> {
  readonly caller: Caller
  readonly row: ElementRow
  readonly change: Change<T>
}

async function editRow<T>(transaction: Transaction<Tables>, { caller, row, change }: RowEdit<T>): Promise<T> {
  const draft = row.document as DraftDocument
  const result = change(draft, { document: row.document, isSystem: false, isOwn: true })
  draft.id = row.id
  await storeOwn(transaction, { caller, row }, draft)
  return result
}

/** Numbers, checks and stores the next version of an own element, and puts the change on record. */
export async function storeOwn(
  transaction: Transaction<Tables>,
  { caller, row }: { readonly caller: Caller; readonly row: ElementRow },
  document: object,
): Promise<ElementDocument> {
  normalizeDocument(document)
  const checked = checkElement(document)
  await giveIds(transaction, checked, row.accountId)
  await updateElement(transaction, row.id, checked)
  await recordElement(transaction, caller, { id: row.id, key: checked.key })
  return checked
}

interface ExtensionEdit<T> {
  readonly caller: Caller
  readonly entry: SystemEntry
  readonly isExtended: boolean
  readonly change: Change<T>
}

async function editExtension<T>(parts: EditorParts, { caller, entry, isExtended, change }: ExtensionEdit<T>): Promise<T> {
  const { accountId } = caller
  if (entry.outline.extendable === false) {
    throw createError('element-not-editable', { params: { key: entry.key, reason: 'it cannot be extended; clone it' } })
  }
  const compiled = await parts.system.compile(entry)
  if (!isExtended && lendsSecrets(compiled, parts.elementDefaults[entry.key])) {
    throw createError('element-not-editable', {
      params: { key: entry.key, reason: 'this server lends its own application to it; clone it and bring yours' },
    })
  }
  const base = await parts.numberSystemElement(compiled)
  const key = { accountId, elementId: entry.id }
  return announce(parts, key, async (transaction) => {
    await lockExtension(transaction, key)
    const before = (await findExtension(transaction, key))?.document
    const { resources: _resources, objects: _objects, models: _models, ...rest } = base
    const own = { resources: before?.resources ?? [], objects: before?.objects ?? [], models: before?.models ?? [] }
    const draft = { ...structuredClone(rest), ...structuredClone(own) } as DraftDocument
    const whole = before === undefined ? base : extendDocument(base, before)
    const result = change(draft, { document: whole, isSystem: true, isOwn: false, ...(before && { extension: before }) })
    const { resources, objects = [], models = [], ...others } = draft
    if (!isDeepStrictEqual(others, rest)) {
      throw createError('element-not-editable', {
        params: {
          key: entry.key,
          reason: 'an account can add resources, objects and models of its own to it; clone it to change the rest',
        },
      })
    }
    const extension: ExtensionDocument = { resources, objects, models }
    normalizeDocument(draft)
    checkForm(draft)
    checkChains(extendDocument(base, extension))
    checkRunnable(() => compileExtended(compiled, extension))
    await giveIds(transaction, extension, accountId)
    await saveExtension(transaction, key, extension)
    await recordElement(transaction, caller, entry)
    return result
  })
}
