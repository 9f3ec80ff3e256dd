/** Query parameters of platform routes as their documentation tells them; what they do is up to each route. */

export interface QueryParameter {
  readonly name: string
  readonly description: string
  /** Default: text. */
  readonly type?: 'integer' | 'boolean'
  readonly required?: true
}

/** What every list takes that is answered in pages (contract 7.1). */
export const pageParameters: readonly QueryParameter[] = [
  { name: 'page', description: 'The page, counted from 1', type: 'integer' },
  { name: 'pageSize', description: 'How many are on a page', type: 'integer' },
  { name: 'nextPage', description: 'The next page, as `elements-next-page-token` of the page before names it' },
]

/** What every list takes that can be searched. */
export const whereParameter: QueryParameter = { name: 'where', description: 'A CEQL expression' }
