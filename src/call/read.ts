/** The vendor's reply → the hub's answer: root, mapping, null filter, projection, headers (contract 13.1 step 12). Always 200. */
import { emptyBody, type HubResponse } from '../lib/hub-request.ts'
import { omitNulls } from '../transform/omit-nulls.ts'
import type { Directories, DirectoryEntry } from '../transform/transformation.ts'
import { checkAnswer, dropMessage } from './check-answer.ts'
import { echoRecord } from './echo-record.ts'
import { createMissingRecord } from './missing-record.ts'
import { compileProjection } from './project.ts'
import { readEntries } from './read-directory.ts'
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
  if (target.resource.writes.echoes) return answerEcho(session, { target, plan, reply, notes, said: answer.kind === 'records' ? answer.value : undefined })
  if (answer.kind === 'nothing' && isRecordRead(target)) throw createMissingRecord(target)
  if (answer.kind !== 'records') return answerOther(answer, reply.told, notes)
  const { value } = answer
  const directories = await readDirectories(session, { target, plan, value, notes })
  const map = compileMapping(session, { target, plan, directories })
  const headers: Record<string, string> = {}
  if (Array.isArray(value)) headers['Elements-Returned-Count'] = String(value.length)
  if (reply.kind === 'page') {
    if (reply.total !== undefined) headers['Elements-Total-Count'] = String(reply.total)
    if (reply.nextPage !== undefined) headers['Elements-Next-Page-Token'] = reply.nextPage
  }
  Object.assign(headers, reply.told)
  const read = Array.isArray(value) ? value.map((row) => map(row)) : map(value)
  return answerRecord(read, { isOurs: target.resource.transformation !== undefined, headers, notes })
}

/** Nothing is no answer to the question for a record that the path names. */
function isRecordRead({ resource }: Target): boolean {
  return resource.method === 'GET' && !resource.isPlain && resource.path.endsWith('}')
}

function answerEcho(
  { configuration }: CallSession,
  { target, plan, reply, notes, said }: { target: Target; plan: Plan; reply: VendorReply; notes: string[]; said: unknown },
): HubResponse {
  const keepsNulls = configuration['filter.response.nulls'] === 'false'
  const record = echoRecord({ request: plan.request, target, said, keepsNulls })
  const value = plan.fields === undefined ? record : compileProjection(plan.fields)(record)
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

function compileMapping(
  { configuration }: CallSession,
  { target, plan, directories }: { target: Target; plan: Plan; directories: Directories | undefined },
): (record: unknown) => unknown {
  const { transformation } = target.resource
  const nulls = configuration['filter.response.nulls'] === 'false' ? 'keep' : 'omit'
  const project = plan.fields === undefined ? undefined : compileProjection(plan.fields)
  if (transformation === undefined) {
    return (record) => {
      const kept = nulls === 'keep' ? record : omitNulls(record)
      return project === undefined ? kept : project(kept)
    }
  }
  return project === undefined
    ? (record) => transformation.toHub(record, directories, nulls)
    : (record) => project(transformation.toHub(record, directories, nulls))
}

/** The vendor lists that these records need, each read only when one of them does and the client wants to see it. */
async function readDirectories(
  session: CallSession,
  { target, plan, value, notes }: { target: Target; plan: Plan; value: unknown; notes: string[] },
): Promise<Directories | undefined> {
  const needs = target.resource.transformation?.needs ?? []
  if (needs.length === 0) return undefined
  const records: readonly unknown[] = Array.isArray(value) ? value : [value]
  const isWanted = (field: string | undefined) => field === undefined || plan.fields === undefined || plan.fields.includes(field)
  const wanted = needs.filter(({ field, isNeeded }) => isWanted(field) && records.some(isNeeded))
  if (wanted.length === 0) return undefined
  const directories = new Map<string, ReadonlyMap<string, DirectoryEntry>>()
  for (const { directory, field } of wanted) {
    const entries = await readEntries(session, directory)
    if (entries !== undefined) directories.set(directory, entries)
    else if (field === undefined) notes.push('Vendor-defined fields are left out: the vendor did not list their names')
    else notes.push(`${field} is left out: the vendor did not list the names`)
  }
  return directories
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
