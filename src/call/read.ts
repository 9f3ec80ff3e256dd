/** The vendor's reply → the hub's answer: root, mapping, null filter, projection, headers (contract 13.1 step 12). Always 200. */
import { emptyBody, type HubResponse } from '../lib/hub-request.ts'
import { omitNulls } from '../transform/omit-nulls.ts'
import { checkAnswer, dropMessage } from './check-answer.ts'
import { echoRecord } from './echo-record.ts'
import { chooseNulls, compileMapping, readDirectories } from './map-rows.ts'
import { createMissingRecord } from './missing-record.ts'
import { compileProjection, type Projection } from './project.ts'
import type { CallSession } from './send.ts'
import type { Plan, Target, VendorReply } from './types.ts'

/** Maps the reply. A vendor list of names that cannot be read leaves out the fields that need it, and says so in `Elements-Error`. */
export async function readVendorResponse(
  session: CallSession,
  reply: VendorReply,
  { target, plan }: { target: Target; plan: Plan },
): Promise<HubResponse> {
  const notes = [...plan.notes]
  if (target.resource.response === 'pong') return answerPong(session)
  const answer = checkAnswer(
    target.resource,
    reply,
    reply.kind === 'page' ? reply.rows : reply.content.kind === 'json' ? reply.content.value : undefined,
  )
  const said = answer.kind === 'records' ? answer.value : undefined
  // What is said of several records is not said of one.
  if (target.resource.writes.echoes && !Array.isArray(said)) return answerEcho(session, { target, plan, reply, notes, said })
  if (answer.kind === 'nothing' && isRecordRead(target)) throw createMissingRecord(target)
  if (answer.kind !== 'records') return answerOther(answer, reply.told, notes)
  const { value } = answer
  const isMapped = reply.kind === 'page' && reply.isMapped === true
  const projection = openProjection(target, plan)
  const map = await openAnswering(session, { target, plan, value, isMapped, notes, projection })
  const headers: Record<string, string> = {}
  if (Array.isArray(value)) headers['Elements-Returned-Count'] = String(value.length)
  if (reply.kind === 'page') {
    if (reply.total !== undefined) headers['Elements-Total-Count'] = String(reply.total)
    if (reply.nextPage !== undefined) headers['Elements-Next-Page-Token'] = reply.nextPage
  }
  Object.assign(headers, reply.told)
  const read = Array.isArray(value) ? value.map((row) => map(row)) : map(value)
  tellMissing(projection, plan, notes)
  return answerRecord(read, { isOurs: target.resource.transformation !== undefined, headers, notes })
}

/** Nothing is no answer to the question for a record that the path names. */
function isRecordRead({ resource }: Target): boolean {
  return resource.method === 'GET' && !resource.isPlain && resource.path.endsWith('}')
}

function answerEcho(
  session: CallSession,
  { target, plan, reply, notes, said }: { target: Target; plan: Plan; reply: VendorReply; notes: string[]; said: unknown },
): HubResponse {
  const keepsNulls = chooseNulls(session, plan.request) === 'keep'
  const record = echoRecord({ request: plan.request, target, said, keepsNulls, ignored: plan.draft.ignored })
  const projection = openProjection(target, plan)
  const value = projection === undefined ? record : projection.project(record)
  tellMissing(projection, plan, notes)
  return answerRecord(value, { isOurs: true, headers: { ...reply.told }, notes })
}

function answerRecord(
  record: unknown,
  { isOurs, headers, notes }: { isOurs: boolean; headers: Record<string, string>; notes: string[] },
): HubResponse {
  const { value, isDropped } = isOurs ? dropMessage(record) : { value: record, isDropped: false }
  if (isDropped) notes.push('message is left out: clients take it for an error')
  addNotes(headers, notes)
  const isEmpty = isDropped && Object.keys(value as object).length === 0
  return { status: 200, headers, body: isEmpty ? emptyBody : { kind: 'json', value } }
}

/** Records → what the client sees of them; those that a scan has mapped bring their nulls. */
async function openAnswering(
  session: CallSession,
  { target: { resource }, plan, value, isMapped, notes, projection }: Answering,
): Promise<(record: unknown) => unknown> {
  const nulls = chooseNulls(session, plan.request)
  const records: readonly unknown[] = Array.isArray(value) ? value : [value]
  const drop = nulls === 'keep' ? (record: unknown) => record : omitNulls
  if (isMapped && projection === undefined) return drop
  const directories = isMapped ? undefined : await readDirectories(session, { resource, records, fields: plan.fields, notes })
  if (projection === undefined) return compileMapping(resource, directories, nulls)
  const map = isMapped ? (record: unknown) => record : compileMapping(resource, directories, 'keep')
  return (record) => drop(projection.project(map(record)))
}

function openProjection({ resource }: Target, { fields }: Plan): Projection | undefined {
  return fields === undefined ? undefined : compileProjection(fields, resource.declared)
}

/** What the configuration asks for of every list, nobody asked for now. */
function tellMissing(projection: Projection | undefined, { request }: Plan, notes: string[]): void {
  const missing = request.query['fields'] === undefined ? [] : (projection?.listMissing() ?? [])
  if (missing.length > 0) notes.push(`fields: no record here has ${missing.join(', ')}`)
}

interface Answering {
  readonly target: Target
  readonly plan: Plan
  readonly value: unknown
  readonly isMapped: boolean
  readonly notes: string[]
  readonly projection: Projection | undefined
}

function answerOther(
  content: Exclude<ReturnType<typeof checkAnswer>, { kind: 'records' }>,
  told: VendorReply['told'],
  notes: readonly string[],
): HubResponse {
  const headers = { ...(content.kind === 'other' && content.headers), ...told }
  addNotes(headers, notes)
  return { status: 200, headers, body: content.kind === 'other' ? content.body : emptyBody }
}

/** Contract 5.3. Whatever the vendor answered, it answered. */
function answerPong(session: CallSession): HubResponse {
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
