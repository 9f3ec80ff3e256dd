/** Carries out a plan: the steps before the main call, then the call itself or the pages of it. */
import { buildRequest } from './build-request.ts'
import { prepareResource } from './prepare.ts'
import { discardContent, readContent } from './read-content.ts'
import { type CallSession, sendToVendor } from './send.ts'
import { lookUp } from './steps/look-up.ts'
import { readMergeWrite } from './steps/read-merge-write.ts'
import { walkPages } from './steps/walk.ts'
import type { Plan, Target, VendorReply } from './types.ts'

/** Throws what the vendor or the way to it answers: 4xx of its own, 401 when a renewal was refused, 429, 502. */
export async function runPlan(session: CallSession, plan: Plan, target: Target): Promise<VendorReply> {
  const { draft, paging } = plan
  const { resource } = target
  for (const step of resource.steps) {
    if (step.kind === 'look-up') await lookUp(session, step, { draft, target })
    else await readMergeWrite(session, step, { draft, target })
  }
  if (paging !== undefined) return walkPages(session, { target, plan, paging })
  const response = await sendToVendor(session, buildRequest(session.instance, draft, { requestRoot: resource.requestRoot }))
  if (resource.response === 'pong') return { kind: 'content', content: await discardContent(session, response) }
  const { readRoot } = prepareResource(resource)
  const content = await readContent(session, response, readRoot !== undefined || resource.transformation !== undefined)
  return { kind: 'content', content }
}
