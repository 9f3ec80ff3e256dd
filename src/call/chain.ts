/** Chains of resources (contract 13.8): each is called after the one that names it, with its answer and the same path variables; the last one answers. */
import { createError } from '../lib/errors.ts'
import type { HubRequest, HubResponse, Method } from '../lib/hub-request.ts'
import { type Planned, planVendorCalls } from './plan.ts'
import { readVendorResponse } from './read.ts'
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

/** Calls the resource, and those that follow it. Throws what planning and calling throw, chain-too-deep or chain-broken (400). */
export async function runChain(session: CallSession, first: Target, planned: Planned): Promise<Ran> {
  let target = first
  let previous = planned.previous
  for (let depth = 1; ; depth++) {
    if (depth > deepest) throw createError('chain-too-deep', { params: { resource: first.resource.path, limit: deepest } })
    const plan = await planVendorCalls(session, target, { ...planned, asked: adapt(planned.asked, target), previous })
    const reply = await runPlan(session, plan, target)
    if (target.resource.next === undefined) return { target, plan, reply }
    previous = readBody(reply)
    target = findNext(session, target, previous)
  }
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

function findNext({ instance }: CallSession, { resource, pathParameters }: Target, previous: unknown): Target {
  const next = resource.next ?? ''
  const colon = next.indexOf(':')
  const found = instance.element.findResource(next.slice(0, colon).trim().toUpperCase() as Method, next.slice(colon + 1).trim())
  if (found === undefined) throw createError('chain-broken', { params: { resource: resource.path, next } })
  return { resource: found, pathParameters: { ...nameMembers(previous), ...pathParameters } }
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
