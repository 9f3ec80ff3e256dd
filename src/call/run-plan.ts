/** Carries out a plan: the steps before the main call, then the call itself or the pages of it. */
import { unwrapOdata } from './body/odata.ts'
import { exchange } from './exchange.ts'
import { judgeWrite } from './judge-write.ts'
import { prepareResource } from './prepare.ts'
import { scanPages } from './scan/scan-pages.ts'
import { fetchRecords, needsRecords } from './search/fetch-rows.ts'
import type { CallSession } from './send.ts'
import { checkParent, readParent } from './steps/belongs.ts'
import { lookUp } from './steps/look-up.ts'
import { readMergeWrite } from './steps/read-merge-write.ts'
import { walkPages } from './steps/walk.ts'
import type { Exchange, Plan, Target, VendorReply } from './types.ts'

/** Throws what the vendor, a hook or the way to it answers: 4xx of its own, 401 when a renewal was refused, 429, 500, 502. */
export async function runPlan(session: CallSession, plan: Plan): Promise<VendorReply> {
  const { draft, paging, residual, target } = plan
  const { resource } = target
  for (const step of resource.steps) {
    if (step.kind === 'look-up') await lookUp(session, step, { draft, target })
    else if (step.kind === 'belongs') await readParent(session, step, { draft, target })
    else await readMergeWrite(session, step, { draft, target, sent: plan.request.body })
  }
  if (paging !== undefined && residual !== undefined) return scanPages(session, { target, plan, paging, residual })
  if (paging !== undefined) return readRecords(session, plan, await walkPages(session, { target, plan, paging }))
  const expectJson = resource.isPlain || resource.transformation !== undefined || prepareResource(resource).readRoot !== undefined
  const answered = await exchange(session, { target, plan, expectJson: expectJson || resource.writes.judge !== undefined })
  for (const step of resource.steps) if (step.kind === 'belongs') checkParent(step, target, answered.content)
  return readReply(target, plan, judgeWrite(session, target, answered))
}

/** Rows that only hold or name their records are followed by these. */
async function readRecords(session: CallSession, plan: Plan, reply: VendorReply): Promise<VendorReply> {
  if (reply.kind !== 'page' || !needsRecords(plan.target.resource)) return reply
  return { ...reply, rows: (await fetchRecords(session, plan, reply.rows)).filter((record) => record !== undefined) }
}

/** An answer of a plain document's list is cut and counted as its paging says (contract 7.4). */
function readReply({ resource }: Target, { imported }: Plan, { content, whole, headers, told }: Exchange): VendorReply {
  const value = content.kind === 'json' ? content.value : undefined
  const rows = resource.protocol === 'odata' && !Array.isArray(value) ? unwrapOdata(value) : value
  if (imported === undefined || !Array.isArray(rows)) return { kind: 'content', content, told }
  const single: Record<string, string | undefined> = {}
  for (const [name, header] of Object.entries(headers)) single[name] = Array.isArray(header) ? header.join(', ') : header
  return { kind: 'page', ...imported.read({ rows, body: whole, headers: single }), told }
}
