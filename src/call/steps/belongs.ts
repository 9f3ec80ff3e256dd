/** A single record below another: a path that names another parent than the record's leads to no record. */
import type { Step } from '../../elements/document/octet.ts'
import { compileReader } from '../../lib/json-path.ts'
import { buildSideRequest } from '../build-request.ts'
import { createMissingRecord } from '../missing-record.ts'
import { prepareResource } from '../prepare.ts'
import { readContent } from '../read-content.ts'
import { type CallSession, sendToVendor } from '../send.ts'
import type { Content, Draft, Target } from '../types.ts'

type Belongs = Extract<Step, { kind: 'belongs' }>

/**
 * Reads the record with one GET and compares, before anything is done to it; a call whose own answer tells is checked by `checkParent` instead.
 * Between read and write the record may move: vendors of this kind take no condition with a write.
 * Throws no-record (404), or what the vendor answers.
 */
export async function readParent(session: CallSession, step: Belongs, { draft, target }: { draft: Draft; target: Target }): Promise<void> {
  if (isToldByAnswer(step, target)) return
  const [ownPath = ''] = draft.vendorPath.split('?', 1)
  const query: [string, string][] = step.fieldsParameter === undefined ? [] : [[step.fieldsParameter, step.member]]
  const request = buildSideRequest(session, { vendorPath: step.path ?? ownPath, path: draft.path, query })
  const content = await readContent(session, await sendToVendor(session, request), { expectJson: true })
  const { readRoot } = prepareResource(target.resource)
  compareParent(step, target, content.kind === 'json' ? (readRoot?.(content.value) ?? content.value) : undefined)
}

/** Compares what a read answers. Throws no-record (404), also for an answer that is no record. */
export function checkParent(step: Belongs, target: Target, content: Content): void {
  if (!isToldByAnswer(step, target)) return
  if (content.kind === 'other' && content.body.kind === 'stream') content.body.stream.destroy()
  compareParent(step, target, content.kind === 'json' ? content.value : undefined)
}

function isToldByAnswer({ path }: Belongs, { resource }: Target): boolean {
  return resource.method === 'GET' && path === undefined
}

function compareParent({ member, parameter, significant }: Belongs, target: Target, record: unknown): void {
  const named = target.pathParameters[parameter] ?? ''
  const parents = [compileReader(member)(record)].flat()
  const isParent = (id: unknown) => (typeof id === 'string' || typeof id === 'number') && isSameId(String(id), named, significant)
  if (!parents.some(isParent)) throw createMissingRecord(target)
}

/** Some vendors have a short form of their ids, which is the beginning of the long one. */
function isSameId(id: string, named: string, significant: number | undefined): boolean {
  if (id === named) return true
  const [short, long] = id.length < named.length ? [id, named] : [named, id]
  return short.length === significant && long.startsWith(short)
}
