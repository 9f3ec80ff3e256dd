/** The vendor's reply → the hub's answer: root, mapping, null filter, projection, headers (contract 13.1 step 12). Always 200. */
import { emptyBody, type HubResponse } from '../lib/hub-request.ts'
import { compileReader } from '../lib/json-path.ts'
import { omitNulls } from '../transform/omit-nulls.ts'
import { prepareResource } from './prepare.ts'
import { compileProjection } from './project.ts'
import { readCustomNames } from './read-directory.ts'
import type { CallSession } from './send.ts'
import type { Content, Plan, Target, VendorReply } from './types.ts'

/** Maps the reply. A vendor list of field names that cannot be read leaves those fields out and says so in `Elements-Error`. */
export async function readVendorResponse(
  session: CallSession,
  reply: VendorReply,
  { target, plan }: { target: Target; plan: Plan },
): Promise<HubResponse> {
  const notes = [...plan.notes]
  if (target.resource.response === 'pong') return answerPong(session, reply)
  if (reply.kind === 'content' && reply.content.kind !== 'json') return answerOther(reply.content, notes)
  const value = reply.kind === 'page' ? reply.rows : unwrap(target, reply.content)
  const names = await readNames(session, { target, value, notes })
  const map = compileMapping(session, { target, plan, names })
  const headers: Record<string, string> = {}
  if (Array.isArray(value)) headers['Elements-Returned-Count'] = String(value.length)
  if (reply.kind === 'page') {
    if (reply.total !== undefined) headers['Elements-Total-Count'] = String(reply.total)
    if (reply.nextPage !== undefined) headers['Elements-Next-Page-Token'] = reply.nextPage
  }
  addNotes(headers, notes)
  return { status: 200, headers, body: { kind: 'json', value: Array.isArray(value) ? value.map((row) => map(row)) : map(value) } }
}

/** A root that does not resolve leaves the body as it is (contract 13.6). */
function unwrap({ resource }: Target, content: Content): unknown {
  const value = content.kind === 'json' ? content.value : undefined
  return prepareResource(resource).readRoot?.(value) ?? value
}

function compileMapping(
  { instance }: CallSession,
  { target, plan, names }: { target: Target; plan: Plan; names: ReadonlyMap<string, string> | undefined },
): (record: unknown) => unknown {
  const { transformation } = target.resource
  const nulls = instance.configuration['filter.response.nulls'] === 'false' ? 'keep' : 'omit'
  const project = plan.fields === undefined ? undefined : compileProjection(plan.fields)
  if (transformation === undefined) {
    return (record) => {
      const kept = nulls === 'keep' ? record : omitNulls(record)
      return project === undefined ? kept : project(kept)
    }
  }
  return project === undefined
    ? (record) => transformation.toHub(record, names, nulls)
    : (record) => project(transformation.toHub(record, names, nulls))
}

/** The names of vendor-defined fields, read only when a record has some. */
async function readNames(
  session: CallSession,
  { target, value, notes }: { target: Target; value: unknown; notes: string[] },
): Promise<ReadonlyMap<string, string> | undefined> {
  const directory = target.resource.transformation?.customDirectory
  if (directory === undefined || !hasCustom(session, target, value)) return undefined
  const names = await readCustomNames(session, directory)
  if (names === undefined) notes.push('Vendor-defined fields are left out: the vendor did not list their names')
  return names
}

function hasCustom({ instance }: CallSession, { resource }: Target, value: unknown): boolean {
  const object = resource.document.octet?.object
  const custom = object === undefined ? undefined : instance.element.document.octet?.transformations?.[object]?.custom
  if (custom === undefined) return true
  const read = compileReader(custom.vendorPath)
  const records: readonly unknown[] = Array.isArray(value) ? value : [value]
  return records.some((record) => {
    const list = read(record)
    return Array.isArray(list) && list.length > 0
  })
}

function answerOther(content: Exclude<Content, { kind: 'json' }>, notes: readonly string[]): HubResponse {
  const headers = content.kind === 'other' ? { ...content.headers } : {}
  addNotes(headers, notes)
  return { status: 200, headers, body: content.kind === 'other' ? content.body : emptyBody }
}

/** Contract 5.3. Whatever the vendor answered, it answered. */
function answerPong(session: CallSession, reply: VendorReply): HubResponse {
  if (reply.kind === 'content' && reply.content.kind === 'other' && reply.content.body.kind === 'stream')
    reply.content.body.stream.destroy()
  const value = { dateTime: new Date(session.parts.clock()).toISOString(), endpoint: session.instance.element.key }
  return { status: 200, headers: {}, body: { kind: 'json', value } }
}

/** A header holds no line breaks, and field names may hold anything. */
function addNotes(headers: Record<string, string>, notes: readonly string[]): void {
  if (notes.length > 0)
    headers['Elements-Error'] = notes
      .join('; ')
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 2000)
}
