// The older search language of `GET /lead/?query=`: words, `field:value`, quotes, `not`, `or`, brackets; a gap means `and`.
import { InvalidRequest } from '../errors.ts'
import type { Row, Tenant } from '../tenant.ts'
import { compileQuery, type QueryContext } from './compile.ts'

type Tree = Record<string, unknown>

const field = (objectType: string, name: string, condition: Tree): Tree => ({
  type: 'field_condition',
  field: { type: 'regular_field', object_type: objectType, field_name: name },
  condition,
})

const onContact = (query: Tree): Tree => ({
  type: 'has_related',
  this_object_type: 'lead',
  related_object_type: 'contact',
  related_query: query,
})

const onPart = (part: string, name: string, condition: Tree): Tree =>
  onContact({ type: 'has_related', this_object_type: 'contact', related_object_type: part, related_query: field(part, name, condition) })

const named: Record<string, (condition: Tree, value: string) => Tree> = {
  id: (_condition, value) => ({ type: 'id', value }),
  name: (condition) => field('lead', 'name', condition),
  lead: (condition) => field('lead', 'name', condition),
  company: (condition) => field('lead', 'name', condition),
  description: (condition) => field('lead', 'description', condition),
  url: (condition) => field('lead', 'url', condition),
  status: (_condition, value) => field('lead', 'status_label', { type: 'term', values: [value] }),
  status_id: (_condition, value) => field('lead', 'status_id', { type: 'reference', object_ids: [value] }),
  contact: (condition) => onContact(field('contact', 'name', condition)),
  title: (condition) => onContact(field('contact', 'title', condition)),
  email: (condition) => onPart('contact_email', 'email', { ...condition, mode: 'exact_value' }),
  phone: (condition) => onPart('contact_phone', 'phone', { ...condition, mode: 'exact_value' }),
}

const tokenPattern = /\s+|(\()|(\))|([\w.]+):"((?:[^"\\]|\\.)*)"|([\w.]+):([^\s()"]+)|"((?:[^"\\]|\\.)*)"|([^\s()"]+)/y

/** Compiles a search of leads. @throws InvalidRequest for one that cannot be read */
export function compileTerms(text: string, tenant: Tenant): (row: Row) => boolean {
  const tokens = readTokens(text)
  const tree = readAlternatives(tokens)
  if (tokens.length > 0) throw refuse()
  const context: QueryContext = { tenant, now: 0, offsetHours: 0, userId: '' }
  return compileQuery(tree, 'lead', context)
}

type Token = '(' | ')' | 'and' | 'or' | 'not' | Tree

function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text)
    if (!match) throw refuse()
    const [whole, open, close, quotedField, quotedValue, plainField, plainValue, phrase, word] = match
    if (whole.trim() === '') continue
    if (open || close) tokens.push(whole as '(' | ')')
    else if (quotedField) tokens.push(createTerm(quotedField, unescapeText(quotedValue ?? ''), 'phrase'))
    else if (plainField) tokens.push(createTerm(plainField, plainValue ?? '', 'full_words'))
    else if (phrase !== undefined) tokens.push({ type: 'text', mode: 'phrase', value: unescapeText(phrase) })
    else if (/^(and|or|not)$/i.test(word ?? '')) tokens.push((word ?? '').toLowerCase() as 'and')
    else tokens.push(createWord(word ?? ''))
  }
  return tokens
}

function createWord(word: string): Tree {
  return word.endsWith('*')
    ? { type: 'text', mode: 'beginning_of_words', value: word.slice(0, -1) }
    : { type: 'text', mode: 'full_words', value: word }
}

function createTerm(name: string, value: string, mode: string): Tree {
  if (name === 'sort') return { type: 'match_all' }
  const create = Object.hasOwn(named, name) ? named[name] : undefined
  if (!create) throw new InvalidRequest({ query: `Unknown field in query: ${name}` })
  const isPrefix = value.endsWith('*')
  const condition = { type: 'text', mode: isPrefix ? 'beginning_of_words' : mode, value: isPrefix ? value.slice(0, -1) : value }
  return create(condition, value)
}

function unescapeText(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

function readAlternatives(tokens: Token[]): Tree {
  const queries = [readSequence(tokens)]
  while (tokens[0] === 'or') {
    tokens.shift()
    queries.push(readSequence(tokens))
  }
  return { type: 'or', queries }
}

function readSequence(tokens: Token[]): Tree {
  const queries: Tree[] = []
  while (tokens.length > 0 && tokens[0] !== 'or' && tokens[0] !== ')') {
    if (tokens[0] === 'and') tokens.shift()
    else queries.push(readOne(tokens))
  }
  return { type: 'and', queries }
}

function readOne(tokens: Token[]): Tree {
  const token = tokens.shift()
  if (token === 'not') return { ...readOne(tokens), negate: true }
  if (token === '(') {
    const tree = readAlternatives(tokens)
    if (tokens.shift() !== ')') throw refuse()
    return tree
  }
  if (token === undefined || typeof token === 'string') throw refuse()
  return token
}

function refuse(): InvalidRequest {
  return new InvalidRequest({ query: 'The query cannot be read.' })
}
