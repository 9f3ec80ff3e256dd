// The search engine: every word of the term must be found in the fields looked at; the better the place, the higher the score.
import type { Call } from '../call.ts'
import { createValidationError } from '../errors.ts'
import type { Row } from '../tenant.ts'
import { readFlag, readLimit, readWords } from './parameters.ts'

/** One kind of records to look through: its texts by the names of `fields`. */
export interface Searched {
  type: string
  rows: Iterable<Row>
  isListed: (row: Row) => boolean
  texts: Record<string, (row: Row) => string[]>
  /** The item of a result. */
  show: (row: Row) => Record<string, unknown>
}

interface Hit {
  score: number
  kind: Searched
  row: Row
}

/** The results of one page over all the kinds. @throws ApiError 400 for a term that is too short or a field no kind has */
export function search(call: Call, kinds: readonly Searched[], maximum: number): { items: unknown[]; rows: Row[]; next: string | null } {
  const term = (call.query.get('term') ?? '').trim().toLowerCase()
  const exact = readFlag(call.query, 'exact_match') ?? false
  if (term.length < (exact ? 1 : 2))
    throw createValidationError('term', `This value is too short. It should have ${exact ? 1 : 2} characters or more.`)
  const fields = readWords(call.query, 'fields', [...new Set(kinds.flatMap((each) => Object.keys(each.texts)))])
  const limit = readLimit(call, maximum)
  const start = readStart(call.query)
  const hits = kinds.flatMap((kind) => findHits(call, kind, { term, exact, fields }))
  hits.sort((left, right) => right.score - left.score)
  const page = hits.slice(start, start + limit)
  return {
    items: page.map(({ score, kind, row }) => ({ result_score: score, item: kind.show(row) })),
    rows: page.map(({ row }) => row),
    next: hits.length > start + limit ? Buffer.from(JSON.stringify({ start: start + limit })).toString('base64url') : null,
  }
}

function findHits(call: Call, kind: Searched, asked: { term: string; exact: boolean; fields: string[] | undefined }): Hit[] {
  const readers = Object.entries(kind.texts).filter(([name]) => asked.fields?.includes(name) ?? true)
  const words = asked.term.split(/\s+/)
  const hits: Hit[] = []
  for (const row of kind.rows) {
    if (!kind.isListed(row) || !isIndexed(call, row)) continue
    const texts: Text[] = []
    for (const [name, read] of readers) for (const value of read(row)) texts.push({ name, value: value.toLowerCase() })
    const score = asked.exact ? scoreExact(texts, asked.term) : scoreWords(texts, words, asked.term)
    if (score > 0) hits.push({ score, kind, row })
  }
  return hits
}

interface Text {
  name: string
  value: string
}

function scoreExact(texts: Text[], term: string): number {
  return texts.some(({ value }) => value === term) ? 1.2 : 0
}

// A hit in the name weighs most; at the beginning more than in the middle.
function scoreWords(texts: Text[], words: string[], term: string): number {
  let sum = 0
  for (const word of words) {
    let best = 0
    for (const text of texts) best = Math.max(best, weigh(text, word))
    if (best === 0) return 0
    sum += best
  }
  const whole = texts.some(({ value }) => value === term) ? 0.5 : 0
  return Number((sum / words.length + whole).toFixed(4))
}

function weigh({ name, value }: Text, word: string): number {
  const at =
    name === 'phone' && /^[()+-]*\d[\d()+-]*$/.test(word)
      ? value.replaceAll(/\D/g, '').indexOf(word.replaceAll(/\D/g, ''))
      : value.indexOf(word)
  if (at < 0) return 0
  const place = at === 0 ? 0.7 : /\W/.test(value[at - 1] ?? '') ? 0.5 : 0.3
  return name === 'name' || name === 'title' ? place : place / 2
}

// The index may lag behind the records.
function isIndexed({ tenant, options, now }: Call, row: Row): boolean {
  if (options.searchLagMs === 0) return true
  return (tenant.writtenAt.get(row) ?? 0) <= now - options.searchLagMs
}

function readStart(query: URLSearchParams): number {
  const raw = query.get('cursor')
  if (!raw) return 0
  try {
    const { start } = JSON.parse(Buffer.from(raw, 'base64url').toString('utf8')) as { start: unknown }
    if (Number.isSafeInteger(start) && Number(start) >= 0) return Number(start)
  } catch {
    // Refused below, like every cursor that is none.
  }
  throw createValidationError('cursor', 'Invalid cursor.')
}
