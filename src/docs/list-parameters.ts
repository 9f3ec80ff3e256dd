/** What a list takes (contract 2.11, 7.1), and what each one makes of it: what its vendor is asked, what is done here and how far that goes. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { Parameter } from './description.ts'
import { describeOrder, describeSearch } from './search-texts.ts'

/** What every list says of one of its parameters. */
export type Standard = Pick<Parameter, 'description' | 'schema'>

const standard = {
  where: { description: 'The CEQL search expression.', schema: { type: 'string' } },
  orderBy: { description: 'The fields to sort by, each with asc or desc.', schema: { type: 'string' } },
  fields: { description: 'The fields to include in the response, as a comma list.', schema: { type: 'string' } },
  page: { description: 'The page, counted from 1.', schema: { type: 'integer', format: 'int64' } },
  pageSize: {
    description: 'The number of records on a page. Defaults to 200 if not provided. Maximum of 5000.',
    schema: { type: 'integer', format: 'int64' },
  },
  nextPage: {
    description: 'The next page cursor, taken from the response header: `elements-next-page-token`',
    schema: { type: 'string' },
  },
  includeDeleted: { description: 'With the records that were deleted.', schema: { type: 'boolean' } },
} satisfies Record<string, Standard>

type Name = keyof typeof standard

/** The parameters of a list that can be searched and paged. */
export function describeListParameters(): Parameter[] {
  return (['where', 'fields', 'page', 'pageSize', 'nextPage'] as const).map((name) => describe(name))
}

/** What is said of a query parameter of this name, whatever the resource. */
export function findListParameter(name: string): Standard | undefined {
  return Object.hasOwn(standard, name) ? standard[name as Name] : undefined
}

/** The parameters of one list. */
export function describeParametersOf(resource: CompiledResource): Parameter[] {
  const { isPlain, where, orderBy, includeDeleted } = resource
  const search = isPlain ? undefined : describeSearch(resource)
  const order = isPlain ? undefined : describeOrder(resource)
  return [
    ...(search !== undefined || where !== undefined ? [describe('where', search)] : []),
    ...(order !== undefined || orderBy !== undefined ? [describe('orderBy', order)] : []),
    describe('fields'),
    describe('page', describePages(resource)),
    describe('pageSize'),
    describe('nextPage'),
    ...(includeDeleted === undefined ? [] : [describe('includeDeleted')]),
  ]
}

function describe(name: Name, more?: string): Parameter {
  const { description, schema } = standard[name]
  return { name, in: 'query', required: false, description: more ? `${description} ${more}` : description, schema }
}

/** How far the pages of a list can be reached by their number. */
function describePages({ paging }: CompiledResource): string | undefined {
  if (paging === undefined) return undefined
  if (paging.style === 'offset' && paging.maxOffset !== undefined) return `The vendor's lists end at ${paging.maxOffset} rows.`
  if (paging.style === 'cursor' && paging.maxRows !== undefined) return `The vendor's lists end at ${paging.maxRows} rows.`
  const isWalked = paging.style === 'cursor' || paging.style === 'page-then-token'
  return isWalked ? `A page that is more than ${paging.walkLimit} rows to walk is refused: follow nextPage.` : undefined
}
