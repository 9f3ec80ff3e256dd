/** The pages of the vendor that one hub page is made of: usually one, for a cursor vendor and a page further on as many as lie before it. */
import { buildRequest } from '../build-request.ts'
import { readCursor } from '../paging/cursor.ts'
import { beginPage, type Paging, type VendorPage } from '../paging/paging.ts'
import { prepareResource } from '../prepare.ts'
import { readContent } from '../read-content.ts'
import { type CallSession, sendToVendor } from '../send.ts'
import type { Content, Plan, Target, VendorReply } from '../types.ts'

/** Reads vendor pages until the hub page is full or the vendor has no more. An answer that is no list is given as it is. */
export async function walkPages(
  session: CallSession,
  { target, plan, paging }: { target: Target; plan: Plan; paging: Paging },
): Promise<VendorReply> {
  let progress = beginPage(paging.start)
  while (!progress.done) {
    const request = buildRequest(session.instance, plan.draft, { query: paging.ask(progress) })
    const content = await readContent(session, await sendToVendor(session, request), true)
    const page = readPage(target, content)
    if (page === undefined) return { kind: 'content', content }
    progress = paging.add(progress, page)
  }
  const nextPage = progress.next === undefined ? undefined : paging.writeToken(progress.next)
  return { kind: 'page', rows: progress.rows, nextPage, total: progress.total }
}

/** A list that the vendor leaves out is an empty one (contract 1.8: hub lists answer `[]`). */
function readPage({ resource }: Target, content: Content): VendorPage | undefined {
  if (content.kind === 'other') return undefined
  const value = content.kind === 'json' ? content.value : undefined
  if (typeof value !== 'object' && value !== undefined) return undefined
  const { readRoot, readNext, readTotal } = prepareResource(resource)
  const atRoot = readRoot === undefined || Array.isArray(value) ? value : readRoot(value)
  if (atRoot !== undefined && atRoot !== null && !Array.isArray(atRoot)) return undefined
  const { paging } = resource
  return {
    rows: atRoot ?? [],
    next: paging?.style === 'cursor' ? readCursor(readNext?.(value), paging.token) : undefined,
    total: readTotal === undefined ? undefined : readCount(readTotal(value)),
  }
}

function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined
}
