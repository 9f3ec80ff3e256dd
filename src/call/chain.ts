/** Chains of resources (contract 13.8): each is called after the one that names it, with its answer and the same path variables; the last one answers. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest, HubResponse, Method } from '../lib/hub-request.ts'
import { type Planned, planVendorCalls } from './plan.ts'
import { prepareResource } from './prepare.ts'
import { readVendorResponse } from './read.ts'
import { describeWhere } from './request-expression.ts'
import { runPlan } from './run-plan.ts'
import type { CallSession } from './send.ts'
import type { Plan, Target, VendorReply } from './types.ts'

/** Resources in a chain, the first included. */
const deepest = 5

export interface Ran {
  readonly target: Target
  readonly plan: Plan
  readonly reply: VendorReply
}

/** Calls the resource, and those that follow it. Throws what planning and calling throw; chain-too-deep, chain-broken or the refusal of a `where` that hooks read (400) before anything is called. */
export async function runChain(session: CallSession, first: Target, planned: Planned): Promise<Ran> {
  const following = first.resource.next === undefined ? [] : listFollowing(session, first.resource)
  // What a hook further on cannot be shown must not come to light after a write.
  if (following.some((resource) => prepareResource(resource).readsExpression)) describeWhere(planned.asked.query)
  let ran = await runOne(session, first, planned)
  for (const resource of following) {
    const previous = readBody(ran.reply)
    discardStream(ran.reply)
    const target = { resource, pathParameters: { ...nameMembers(previous), ...ran.target.pathParameters } }
    ran = await runOne(session, target, { ...planned, asked: adapt(planned.asked, target), previous })
  }
  return ran
}

async function runOne(session: CallSession, target: Target, planned: Planned): Promise<Ran> {
  const plan = await planVendorCalls(session, target, planned)
  return { target: plan.target, plan, reply: await runPlan(session, plan) }
}

/** The client's answer. */
export function answerChain(session: CallSession, { target, plan, reply }: Ran): Promise<HubResponse> {
  return readVendorResponse(session, reply, { target, plan })
}

/** What an answer says to whoever comes next: values, not streams. */
export function readBody(reply: VendorReply): unknown {
  if (reply.kind === 'page') return reply.rows
  const { content } = reply
  if (content.kind === 'json') return content.value
  if (content.kind === 'empty' || content.body.kind !== 'text') return undefined
  return content.body.text
}

function listFollowing({ instance }: CallSession, first: CompiledResource): CompiledResource[] {
  const following: CompiledResource[] = []
  let last = first
  for (let { next } = last; next !== undefined; next = last.next) {
    if (following.length + 1 === deepest) throw createError('chain-too-deep', { params: { resource: first.path, limit: deepest } })
    const colon = next.indexOf(':')
    const found = instance.element.findResource(next.slice(0, colon).trim().toUpperCase() as Method, next.slice(colon + 1).trim())
    if (found === undefined) throw createError('chain-broken', { params: { resource: last.path, next } })
    following.push(found)
    last = found
  }
  return following
}

/** Gives up a file that nobody waits for. */
export function discardStream(reply: VendorReply): void {
  if (reply.kind === 'content' && reply.content.kind === 'other' && reply.content.body.kind === 'stream')
    reply.content.body.stream.destroy()
}

/** What the answer names fills places that the path variables leave open: a chain creates a thing and goes on with its id. */
function nameMembers(previous: unknown): Record<string, string> {
  if (typeof previous !== 'object' || previous === null || Array.isArray(previous)) return {}
  const isSingle = (value: unknown) => typeof value === 'string' || typeof value === 'number'
  return Object.fromEntries(Object.entries(previous).flatMap(([name, value]) => (isSingle(value) ? [[name, String(value)]] : [])))
}

/** The same request, as the verb of the resource that takes it. */
function adapt(asked: HubRequest, { resource }: Target): HubRequest {
  return asked.method === resource.method ? asked : { ...asked, method: resource.method }
}
