/** The pages of the vendor that one hub page is made of: usually one, for a cursor vendor and a page further on as many as lie before it. */
import type { Paging } from '../paging/paging.ts'
import { readVendorPage } from '../read-vendor-page.ts'
import type { CallSession } from '../send.ts'
import type { Plan, Target, VendorReply } from '../types.ts'

/** Reads vendor pages until the hub page is full or the vendor has no more. An answer that is no list is given as it is. */
export async function walkPages(
  session: CallSession,
  { target, plan, paging }: { target: Target; plan: Plan; paging: Paging },
): Promise<VendorReply> {
  let progress = paging.begin
  let told: VendorReply['told'] = {}
  while (!progress.done) {
    const { page, answered } = await readVendorPage(session, { target, plan, query: paging.ask(progress) })
    if (page === undefined) return { kind: 'content', content: answered.content, told: answered.told }
    told = answered.told
    progress = paging.add(progress, page)
  }
  const nextPage = progress.next === undefined ? undefined : paging.writeToken(progress.next)
  return { kind: 'page', rows: progress.rows, nextPage, total: progress.total, told }
}
