/** A vendor's PATCH that replaces whole collections: they are read, merged with what the client sent, and written with the names of what changes. */
import type { ObjectTransformation, Step } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import type { Body } from '../../lib/hub-request.ts'
import { parseVendorPlace } from '../../transform/vendor-place.ts'
import { buildSideRequest } from '../build-request.ts'
import { prepareResource } from '../prepare.ts'
import { readContent } from '../read-content.ts'
import { type CallSession, sendToVendor } from '../send.ts'
import type { Draft, Target } from '../types.ts'
import { keepCompanions } from './keep-companions.ts'
import { type MergeRule, mergeCollection } from './merge-collection.ts'
import { mergePositions } from './merge-positions.ts'

type ReadMergeWrite = Extract<Step, { kind: 'read-merge-write' }>

/**
 * Runs the step; a write that touches no collection needs no read. Between read and write another client may change the same record:
 * vendors of this kind offer nothing to tell (no ETag), so the later write wins.
 */
export async function readMergeWrite(
  session: CallSession,
  step: ReadMergeWrite,
  { draft, target, sent }: { draft: Draft; target: Target; sent: Body },
): Promise<void> {
  if (typeof draft.json !== 'object' || draft.json === null) return
  const body = draft.json as Record<string, unknown>
  const object = readObject(session, target)
  const touched = step.collections.filter((name) => Object.hasOwn(body, name) && !isSentWhole(name, object, sent))
  if (touched.length > 0) {
    const present = await readPresent(session, touched, { step, draft, target })
    keepCompanions(body, present, { object, resource: target.resource })
    for (const name of touched) {
      const sentItems = body[name]
      if (Array.isArray(sentItems) && target.resource.transformation?.positions.includes(name) === true) {
        body[name] = mergePositions(present?.[name], sentItems, step.essential?.[name])
        continue
      }
      const rule = { ...findRule(object, name), essential: step.essential?.[name], readOnly: step.readOnly?.[name] ?? [] }
      body[name] = mergeCollection(present?.[name], body[name], rule)
    }
  }
  if (step.maskParameter !== undefined) for (const name of Object.keys(body)) draft.query.push([step.maskParameter, name])
}

async function readPresent(
  session: CallSession,
  touched: readonly string[],
  { step, draft, target }: { step: ReadMergeWrite; draft: Draft; target: Target },
): Promise<Record<string, unknown> | undefined> {
  const query: [string, string][] = step.fieldsParameter === undefined ? [] : [[step.fieldsParameter, touched.join(',')]]
  const request = buildSideRequest(session, { vendorPath: dropQuery(draft.vendorPath, step.fieldsParameter), path: draft.path, query })
  const content = await readContent(session, await sendToVendor(session, request), { expectJson: true })
  // Merging into nothing would clear what could not be read.
  if (content.kind !== 'json') throw createError('vendor-unreadable', { params: { reason: 'the record to be changed came without JSON' } })
  const { readRoot } = prepareResource(target.resource)
  return (readRoot?.(content.value) ?? content.value) as Record<string, unknown> | undefined
}

/** Where other members pass, a client that sends the vendor's own collection means all of it. */
function isSentWhole(name: string, object: ObjectTransformation | undefined, sent: Body): boolean {
  if (object?.others === undefined || sent.kind !== 'json') return false
  return typeof sent.value === 'object' && sent.value !== null && Object.hasOwn(sent.value, name)
}

function readObject({ instance }: CallSession, { resource }: Target): ObjectTransformation | undefined {
  const name = resource.document.octet?.object
  return name === undefined ? undefined : instance.element.document.octet?.transformations?.[name]
}

/** Slots and vendor-defined fields say how the items of a collection are told apart, and their fields what an item is there for. */
function findRule(object: ObjectTransformation | undefined, collection: string): MergeRule {
  if (object?.custom?.vendorPath === collection) return { key: object.custom.id, content: [object.custom.value] }
  const key = object?.slots?.[collection]
  if (object === undefined || key === undefined) return { key, content: undefined }
  const content = new Set<string>()
  for (const field of object.fields) {
    for (const path of [field.vendorPath, field.vendorWritePath ?? field.vendorPath]) {
      const place = parseVendorPlace(path, object.slots)
      if (place.kind === 'slot' && place.collection === collection) content.add(place.inner)
    }
  }
  return { key, content: [...content] }
}

/** The write may itself ask for fields of the answer; the read asks for the collections. */
function dropQuery(vendorPath: string, name: string | undefined): string {
  const [path = '', query] = vendorPath.split('?', 2)
  if (query === undefined || name === undefined) return vendorPath
  const left = query.split('&').filter((pair) => !pair.startsWith(`${name}=`))
  return left.length === 0 ? path : `${path}?${left.join('&')}`
}
