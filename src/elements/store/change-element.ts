/** PUT, PATCH and DELETE of an element as a whole, and whether it is active (contract 2.2, 2.3). The system's elements cannot be changed. */
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { dropOwners, type Json } from '../document/document-parts.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { normalizeDocument } from '../document/normalize.ts'
import { checkHooks } from './check-hooks.ts'
import { changeOwn, demandLocated, type EditorParts, type OwnChange, storeOwn } from './create-editor.ts'
import { countInstances, deleteElement } from './element-store.ts'
import { keepIds } from './number-parts.ts'
import { recordElement } from './record-element.ts'

/** Lists stay when none is sent, and so does what Octet adds: tools of the original do not send it back. */
const kept = ['configuration', 'parameters', 'hooks', 'resources', 'objects', 'models', 'octet', 'active']
/** Members that every element has. */
const demanded = ['name', 'description', 'hub', 'authentication']

/** How the stored document and a body make the next document. */
export type Merge = (before: ElementDocument, body: Json) => Json

/** PUT: what describes the element is replaced, lists when they are sent. */
export const replaceMembers: Merge = (before, body) => {
  const old = before as unknown as Json
  const stays = [...kept, ...demanded].filter((name) => (body[name] === undefined || body[name] === null) && old[name] !== undefined)
  return { ...body, ...Object.fromEntries(stays.map((name) => [name, old[name]])) }
}

/** PATCH: members that are sent; objects are merged, lists replaced, null removes (RFC 7396). */
export const mergeMembers: Merge = (before, body) => mergePatch(before as unknown as Json, body)

/**
 * Changes an own element and gives it with its ids: parts that were there before keep theirs.
 * Throws no-element, no-element-id (404), element-not-editable (403), invalid-body, chain-too-deep, hook-not-legacy (400).
 */
export function changeElement(
  parts: EditorParts,
  { caller, keyOrId }: { caller: Caller; keyOrId: string },
  { body, merge }: { body: Json; merge: Merge },
): Promise<ElementDocument> {
  parts.demandPrivilege(caller, 'editElements')
  return withOwn(parts, { caller, keyOrId }, async (transaction, row) => {
    const before = row.document
    if (body['key'] !== undefined && body['key'] !== null && body['key'] !== before.key) {
      throw createError('invalid-body', { params: { reason: `key: the key of an element stays; it is ${before.key}` } })
    }
    const next = { ...merge(before, body), id: row.id, key: before.key, private: true, ownerAccountId: row.accountId }
    normalizeDocument(next)
    keepIds(next, before)
    checkHooks(next, before)
    dropOwners(next)
    return storeOwn(transaction, { caller, row }, next)
  })
}

/** Deletes an own element. Throws as `changeElement`, and element-in-use (409) while anybody has an instance of it. */
export function removeElement(parts: EditorParts, caller: Caller, keyOrId: string): Promise<void> {
  parts.demandPrivilege(caller, 'deleteElements')
  return withOwn(parts, { caller, keyOrId }, async (transaction, row) => {
    const count = await countInstances(transaction, row.id)
    if (count > 0) throw createError('element-in-use', { params: { key: row.document.key, count } })
    await deleteElement(transaction, row.id)
    await recordElement(transaction, caller, { id: row.id, key: row.document.key })
  })
}

/** Runs a change of the own element that a path names. Throws no-element, no-element-id (404), element-not-editable (403). */
export async function withOwn<T>(
  parts: EditorParts,
  { caller, keyOrId }: { caller: Caller; keyOrId: string },
  work: OwnChange<T>['work'],
): Promise<T> {
  const found = await demandLocated(parts, keyOrId, caller)
  if (found.kind === 'account') return changeOwn(parts, { found, work })
  const { key } = found.entry
  const reason = `it belongs to the system; add to it with POST /elements/${key}/resources, or clone it with POST /elements/${key}/clone`
  throw createError('element-not-editable', { params: { key, reason } })
}

function mergePatch(before: Json, patch: Json): Json {
  const merged = { ...before }
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = isObject(value) ? mergePatch(isObject(merged[name]) ? merged[name] : {}, value) : value
  }
  return merged
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
