/** One page of a vendor's list: asked for, its rows found, and what it says of other pages. */
import { exchange } from './exchange.ts'
import { readerOf } from './paging/page-readers.ts'
import type { PageQuery, VendorPage } from './paging/paging.ts'
import { prepareResource } from './prepare.ts'
import type { CallSession } from './send.ts'
import type { Exchange, Plan, Target } from './types.ts'

/** `page`: undefined when the answer is no list. `answered`: what it came in. */
export interface ReadPage {
  readonly page: VendorPage | undefined
  readonly answered: Exchange
}

/** Asks for a page. Throws what an exchange throws. */
export async function readVendorPage(
  session: CallSession,
  { target, plan, query }: { target: Target; plan: Plan; query: PageQuery },
): Promise<ReadPage> {
  const answered = await exchange(session, { target, plan, query, expectJson: true })
  return { page: findPage(target, answered), answered }
}

/** A list that the vendor leaves out is an empty one (contract 1.8: hub lists answer `[]`). */
function findPage({ resource }: Target, { content, whole }: Exchange): VendorPage | undefined {
  if (content.kind === 'other' || resource.paging === undefined) return undefined
  if (typeof whole !== 'object' && whole !== undefined) return undefined
  const { readRoot } = prepareResource(resource)
  const rows = content.kind === 'json' && Array.isArray(content.value) ? content.value : readRoot === undefined ? whole : readRoot(whole)
  if (rows !== undefined && rows !== null && !Array.isArray(rows)) return undefined
  return { rows: rows ?? [], ...readerOf(resource.paging)(whole) }
}
