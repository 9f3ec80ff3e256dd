/** The dialects that a `where` can be printed in for a vendor, by the name that an element gives in `where.dialect`. */
import type { Dialect, DialectName } from '../dialect.ts'
import { sayCoql } from './coql.ts'
import { sayCriteria } from './criteria.ts'
import { sayFilterGroups } from './filter-groups.ts'
import { sayJsonQuery } from './json-query.ts'
import { sayOdata } from './odata.ts'
import { sayQueryParameters } from './query-parameters.ts'
import { sayRsql } from './rsql.ts'
import { saySoql } from './soql.ts'
import { sayTermSearch } from './term-search.ts'

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  rsql: sayRsql,
  'query-parameters': sayQueryParameters,
  odata: sayOdata,
  soql: saySoql,
  coql: sayCoql,
  criteria: sayCriteria,
  'filter-groups': sayFilterGroups,
  'json-query': sayJsonQuery,
  'term-search': sayTermSearch,
}

/** Languages of vendors that compare texts regardless of case. */
export const ignoringCase: ReadonlySet<DialectName> = new Set(['soql', 'coql', 'criteria', 'filter-groups', 'json-query', 'term-search'])
