/** A request that is one text: `SELECT … FROM … WHERE … ORDER BY … LIMIT … OFFSET …` as the dialects of SQL that vendors' APIs take have it. */
import { quoteCoql } from '../../ceql/dialects/coql.ts'
import { quoteSoql } from '../../ceql/dialects/soql.ts'
import type { Statement, WhereStyle } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import { readOwn } from '../../lib/url-template.ts'
import { createMissingRecord } from '../missing-record.ts'
import type { PageQuery } from '../paging/paging.ts'
import type { DraftedStatement, Target } from '../types.ts'

const places = /\{([^{}]+)\}/g
const nameForm = /^[A-Za-z]\w*$/

/** The vendor's object, its path parameters filled in. Throws no-record (404) for one that is no plain name. */
export function fillFrom({ from }: Statement, target: Target): string {
  return from.replace(places, (_place, name: string) => {
    const value = readOwn(target.pathParameters, name) ?? ''
    if (!nameForm.test(value)) throw createMissingRecord(target, name)
    return value
  })
}

/** The condition that always holds; path parameters in it stand in single quotes. Throws parameter-required (400). */
export function fillCondition(condition: string, dialect: WhereStyle['dialect'], { pathParameters }: Target): string {
  const quote = quoterOf(dialect)
  return condition.replace(places, (_place, name: string) => {
    const value = readOwn(pathParameters, name)
    if (value === undefined || value === '') throw createError('parameter-required', { params: { name } })
    return quote(value).slice(1, -1)
  })
}

/** The page of a statement: `limit`, `offset`, and `after`, a value of `key` that rows come after and in the order of. */
export interface StatementPage {
  readonly page: PageQuery
  /** Undefined: the page stands elsewhere. */
  readonly key: string | undefined
  readonly dialect: WhereStyle['dialect']
}

/** Writes the text. */
export function writeStatement({ select, from, where, orderBy }: DraftedStatement, { page, key, dialect }: StatementPage): string {
  const { limit, offset, after } = Object.fromEntries(page) as Readonly<Record<string, string | undefined>>
  const isKeyed = key !== undefined
  const conditions = isKeyed && after !== undefined ? [...where, `${key} > ${quoterOf(dialect)(after)}`] : where
  const order = isKeyed ? endWithKey(orderBy, key) : orderBy
  return [
    `SELECT ${select.join(', ')} FROM ${from}`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.reduce((left, right) => `(${left}) and (${right})`)}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(isKeyed && limit !== undefined ? [`LIMIT ${limit}`] : []),
    ...(isKeyed && offset !== undefined ? [`OFFSET ${offset}`] : []),
  ].join(' ')
}

/** Rows that are equal in an order come as the vendor likes, on each page anew, unless something tells them apart. */
function endWithKey(orderBy: readonly string[], key: string): readonly string[] {
  const isIn = orderBy.some((each) => each.split(' ')[0]!.toLowerCase() === key.toLowerCase())
  return isIn ? orderBy : [...orderBy, `${key} asc`]
}

function quoterOf(dialect: WhereStyle['dialect']): (text: string) => string {
  return dialect === 'coql' ? quoteCoql : quoteSoql
}
