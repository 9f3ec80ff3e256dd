// Faults on demand: which one strikes this call, and what each kind does to it.
import { type Answer, answerHtml } from './http/answer.ts'

type FaultKind =
  | 'http-500'
  | 'http-502'
  | 'http-503'
  | 'http-504'
  | 'slow'
  | 'reset-before'
  | 'reset-after-apply'
  | 'truncated-json'
  | 'expire-token'
  | 'insert-record'
  | 'delete-record'
  | 'quota-exhausted'

/** One fault: it strikes the next `times` matching calls (default 1) after letting `skip` of them pass. */
export interface Fault {
  match?: { method?: string; path?: string }
  kind: FaultKind
  times?: number
  skip?: number
  delayMs?: number
}

/** The first fault that matches the call, used up by one. Spent faults leave the list. */
export function takeFault(knobs: { faults: Fault[] }, method: string, path: string): Fault | undefined {
  for (const fault of knobs.faults) {
    if (!matches(fault, method, path)) continue
    if ((fault.skip ?? 0) > 0) {
      fault.skip = (fault.skip ?? 0) - 1
      continue
    }
    fault.times = (fault.times ?? 1) - 1
    if (fault.times <= 0) knobs.faults = knobs.faults.filter((each) => each !== fault)
    return fault
  }
  return undefined
}

/** The page a failing back end or proxy shows, for the kinds that are one. */
export function findFaultPage(fault: Fault | undefined): Answer | undefined {
  switch (fault?.kind) {
    case 'http-500':
      return answerHtml(500, '500 Internal Server Error')
    case 'http-502':
      return answerHtml(502, '502 Bad Gateway')
    case 'http-503':
      return answerHtml(503, '503 Service Temporarily Unavailable')
    case 'http-504':
      return answerHtml(504, '504 Gateway Time-out')
    default:
      return undefined
  }
}

// `path` is a beginning, or a pattern with `*` for any text.
function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.match?.method && fault.match.method !== method) return false
  const pattern = fault.match?.path
  if (!pattern) return true
  if (!pattern.includes('*')) return path.startsWith(pattern)
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}
