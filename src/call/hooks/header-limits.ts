/** How much hooks may put into headers: vendors and clients read only so much of them, and end the connection over the rest. */
import { createUnfit, type Naming } from './hook-result.ts'

interface HeaderLimits {
  readonly count: number
  /** Characters of one value, and of all names and values. */
  readonly value: number
  readonly all: number
}

/** What a vendor is sent; a map that comes back whole holds what the vendor answered. */
export const vendorLimits: HeaderLimits = { count: 200, value: 32_768, all: 65_536 }
/** What a client is told. */
export const clientLimits: HeaderLimits = { count: 100, value: 8192, all: 16_384 }

/** Throws script-result-unfit (400) that says which limit. */
export function demandFit(headers: readonly (readonly [string, unknown])[], limits: HeaderLimits, { member, naming }: Told): void {
  const refuse = (limit: string) => {
    throw createUnfit(naming, member, limit)
  }
  if (headers.length > limits.count) refuse(`at most ${limits.count} headers`)
  let all = 0
  for (const [name, value] of headers) {
    const length = String(value).length
    if (length > limits.value) refuse(`headers of at most ${limits.value} characters each`)
    all += name.length + length
  }
  if (all > limits.all) refuse(`headers of at most ${limits.all} characters in all`)
}

interface Told {
  readonly member: string
  readonly naming: Naming
}
