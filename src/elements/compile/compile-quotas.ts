/** `octet.limits.quotas` → what a call needs to know: whether it counts, and what the vendor's headers tell. */
import type { ElementDocument } from '../document/element-document.ts'
import type { QuotaDocument, QuotaPattern, QuotaScope, TimedHeader } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'

export interface CompiledQuota {
  readonly name: string
  readonly scope: QuotaScope
  readonly permits: number
  readonly seconds: number
  readonly cost: number
  /** Whether a vendor request counts; the path is without query. */
  readonly counts: (method: string, path: string) => boolean
  /** What an answer tells, at a time (epoch ms); undefined: nothing. Header names are in lower case. */
  readonly read: (headers: VendorHeaders, now: number) => QuotaReading | undefined
}

/** A vendor's words on a quota. */
export interface QuotaReading {
  readonly limit?: number
  readonly used?: number
  readonly seconds?: number
  /** Seconds from now on. */
  readonly reset?: number
}

export type VendorHeaders = Readonly<Record<string, string | string[] | undefined>>

/** As in the schema of `octet.limits`: what a vendor says must not be more than what a document may say. */
const most = { permits: 1_000_000_000, seconds: 2_678_400 }

type Told = 'limit' | 'remaining' | 'used' | 'seconds' | 'reset'
type Numbers = Partial<Record<Told, number>>

/**
 * Compiles the quotas of an element, those for some paths first: who waits for a narrow one must not hold a wide one. Undefined: it has none.
 * @throws {CompileError} for two of one name, for a cost beyond the permits, and for a pattern without a known place.
 */
export function compileQuotas({ key, octet }: ElementDocument): readonly CompiledQuota[] | undefined {
  const quotas = octet?.limits?.quotas
  if (quotas === undefined) return undefined
  const ordered = [...quotas.filter(({ paths }) => paths !== undefined), ...quotas.filter(({ paths }) => paths === undefined)]
  return ordered.map((quota, index) => {
    const fail = (reason: string) => new CompileError(key, `octet.limits.quotas ${quota.name}`, reason)
    if (ordered.findIndex(({ name }) => name === quota.name) !== index) throw fail('the name is used twice')
    const { name, scope, permits, seconds, cost = 1 } = quota
    if (cost > permits) throw fail(`one call costs ${cost}, and there are ${permits} permits`)
    return { name, scope, permits, seconds, cost, counts: compileCounts(quota), read: compileReadings(quota, fail) }
  })
}

function compileCounts({ paths, except, methods }: QuotaDocument): CompiledQuota['counts'] {
  const verbs = methods === undefined ? undefined : new Set(methods)
  const isMeant = paths === undefined ? undefined : compilePaths(paths)
  const isExcepted = except === undefined ? undefined : compilePaths(except)
  return (method, path) => (verbs?.has(method) ?? true) && (isMeant?.(path) ?? true) && isExcepted?.(path) !== true
}

function compilePaths(paths: readonly string[]): (path: string) => boolean {
  const forms = paths.map((path) => path.slice(1).split('/'))
  return (path) => {
    const segments = path.split('/')
    return forms.some((form) => endsLike(segments, form))
  }
}

/** Told from the end, because a base URL may have a path of its own. A `**` at the end may be any number of segments. */
function endsLike(segments: readonly string[], form: readonly string[]): boolean {
  const isOpen = form.at(-1) === '**'
  const fixed = isOpen ? form.slice(0, -1) : form
  const fits = (start: number) =>
    fixed.every((part, index) => (part === '*' ? segments[start + index] !== '' : segments[start + index] === part))
  const last = segments.length - fixed.length
  // Segment 0 is the empty one before the first slash.
  if (!isOpen) return last >= 1 && fits(last)
  for (let start = 1; start <= last; start++) if (fits(start)) return true
  return false
}

function compileReadings({ permits, headers, pattern }: QuotaDocument, fail: (reason: string) => CompileError): CompiledQuota['read'] {
  const readers = Object.entries(headers ?? {}).map(([what, header]) => compileHeader(what as Told, header))
  const readPattern = pattern === undefined ? undefined : compilePattern(pattern, fail)
  return (found, now) => {
    const numbers: Numbers = readPattern?.(found) ?? {}
    for (const read of readers) read(found, now, numbers)
    const { limit, remaining, used, seconds, reset } = numbers
    const spent = used ?? (remaining === undefined ? undefined : Math.max(0, (limit ?? permits) - remaining))
    const reading: QuotaReading = {
      ...(limit !== undefined && { limit: Math.min(limit, most.permits) }),
      ...(spent !== undefined && { used: Math.min(spent, most.permits) }),
      ...(seconds !== undefined && { seconds: Math.min(seconds, most.seconds) }),
      ...(reset !== undefined && { reset: Math.min(Math.max(0, reset), most.seconds) }),
    }
    return Object.keys(reading).length === 0 ? undefined : reading
  }
}

function compileHeader(what: Told, header: string | TimedHeader) {
  const { name, unit = 's' } = typeof header === 'string' ? { name: header } : header
  const key = name.toLowerCase()
  return (headers: VendorHeaders, now: number, numbers: Numbers): void => {
    const value = readNumber(headers[key])
    if (value !== undefined) numbers[what] = unit === 'ms' ? value / 1000 : unit === 'epoch' ? value - now / 1000 : value
  }
}

function readNumber(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\s*\d{1,15}(\.\d{1,9})?\s*$/.test(value) ? Number(value) : undefined
}

const places = /\{(limit|remaining|used|seconds|reset)\}/

function compilePattern({ name, text }: QuotaPattern, fail: (reason: string) => CompileError) {
  const parts = text.split(places)
  if (parts.length < 3) throw fail('the text of the pattern has none of {limit}, {remaining}, {used}, {seconds}, {reset}')
  const source = parts.map((part, index) => (index % 2 === 1 ? '(\\d{1,15}(?:\\.\\d{1,9})?)' : RegExp.escape(part))).join('')
  const expression = new RegExp(source)
  const names = parts.filter((_, index) => index % 2 === 1) as Told[]
  const key = name.toLowerCase()
  return (headers: VendorHeaders): Numbers | undefined => {
    const value = headers[key]
    const match = typeof value === 'string' && value.length <= 1000 ? expression.exec(value) : null
    return match === null ? undefined : Object.fromEntries(names.map((what, index) => [what, Number(match[index + 1])]))
  }
}
