/** Pages further on than a vendor can be asked for, or than is worth walking to. */
import { createError, type OctetError } from '../../lib/errors.ts'
import type { PageStart } from './paging.ts'

/** The 400 for a page behind the last row that the vendor counts to. */
export function refuseDepth({ skip, take }: PageStart, limit: number): OctetError {
  return refuse(skip, { take, limit, reason: 'this vendor pages no further; narrow the list with where' })
}

/** The 400 for a page that would have to be walked to. */
export function refuseWalk({ skip, take }: PageStart, limit: number): OctetError {
  return refuse(skip, { take, limit, reason: 'pages this far on cannot be asked for by number; follow nextPage instead' })
}

function refuse(skip: number, { take, limit, reason }: { take: number; limit: number; reason: string }): OctetError {
  return createError('walk-limit', { params: { page: Math.floor(skip / take) + 1, pageSize: take, limit, reason } })
}
