/** The pages of the vendor that one hub page is made of: usually one, for a cursor vendor and a page further on as many as lie before it. */
import { exchange } from '../exchange.ts'
import { readCursor } from '../paging/cursor.ts'
import { beginPage, type Paging, type VendorPage } from '../paging/paging.ts'
import { prepareResource } from '../prepare.ts'
import type { CallSession } from '../send.ts'
import type { Exchange, Plan, Target, VendorReply } from '../types.ts'

/** Reads vendor pages until the hub page is full or the vendor has no more. An answer that is no list is given as it is. */
export async function walkPages(
  session: CallSession,
  { target, plan, paging }: { target: Target; plan: Plan; paging: Paging },
): Promise<VendorReply> {
  let progress = beginPage(paging.start)
  let told: VendorReply['told'] = {}
  while (!progress.done) {
    const answered = await exchange(session, { target, plan, query: paging.ask(progress), expectJson: true })
    const page = readPage(target, answered)
    if (page === undefined) return { kind: 'content', content: answered.content, told: answered.told }
    told = answered.told
    progress = paging.add(progress, page)
  }
  const nextPage = progress.next === undefined ? undefined : paging.writeToken(progress.next)
  return { kind: 'page', rows: progress.rows, nextPage, total: progress.total, told }
}

/** A list that the vendor leaves out is an empty one (contract 1.8: hub lists answer `[]`). */
function readPage({ resource }: Target, { content, whole }: Exchange): VendorPage | undefined {
  if (content.kind === 'other') return undefined
  if (typeof whole !== 'object' && whole !== undefined) return undefined
  const { readRoot, readNext, readTotal } = prepareResource(resource)
  const rows = content.kind === 'json' && Array.isArray(content.value) ? content.value : readRoot === undefined ? whole : readRoot(whole)
  if (rows !== undefined && rows !== null && !Array.isArray(rows)) return undefined
  const { paging } = resource
  return {
    rows: rows ?? [],
    next: paging?.style === 'cursor' ? readCursor(readNext?.(whole), paging.token) : undefined,
    total: readTotal === undefined ? undefined : readCount(readTotal(whole)),
  }
}

function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined
}
