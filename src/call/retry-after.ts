/** When to come back after a vendor's 429: what the vendor says, or else for how long its quotas keep calls back here. */

import type { QuotaReading } from '../elements/compile/compile-quotas.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { EgressResponse } from '../lib/egress.ts'

/** Seconds that a vendor is left alone after a 429 that does not say how long. */
const longestGuess = 10

type Headers = EgressResponse['headers']

/** Seconds, when it makes sense: a number or an HTTP date, from now (epoch ms) to a day ahead. */
export function readRetryAfter(element: CompiledElement, headers: Headers, now: number): number | undefined {
  const name = element.document.octet?.limits?.retryAfterHeader?.toLowerCase() ?? 'retry-after'
  const value = headers[name]
  if (typeof value !== 'string') return undefined
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Math.ceil(Number(value)) : Math.ceil((Date.parse(value) - now) / 1000)
  return seconds >= 0 && seconds <= 86_400 ? seconds : undefined
}

/** Seconds that a quota keeps calls back after a 429 without such a header: until it is counted anew, or to its window's end. */
export function guessRetryAfter(quota: { readonly seconds: number }, told: QuotaReading | undefined): number {
  return told?.reset ?? Math.min(quota.seconds, longestGuess)
}

/** The header for the client; none where neither the vendor nor a quota knows. */
export function tellRetryAfter(element: CompiledElement, headers: Headers, now: number): Record<string, string> {
  const guesses = (element.quotas ?? []).map((quota) => guessRetryAfter(quota, quota.read(headers, now)))
  const seconds = readRetryAfter(element, headers, now) ?? (guesses.length === 0 ? undefined : Math.ceil(Math.min(...guesses)))
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
