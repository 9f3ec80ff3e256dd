/** What stands for `page`, `pageSize` and `nextPage` of a sample call (contract 7.4). */
import type { ParameterDocument } from '../../src/elements/document/element-document.ts'
import type { Asked } from './expected-request.ts'

/** Undefined: nothing is sent; also for every other parameter. */
export function pageValue({ name }: ParameterDocument, { resource, call, configuration }: Asked): string | undefined {
  const sent = call.query[name]
  if (sent === undefined || !['page', 'pageSize', 'nextPage'].includes(name)) return undefined
  const own = resource.paginationType
  const type = configuration['pagination.type'] ?? ''
  if (own === 'VENDOR_NOT_SUPPORTED' || own === 'NO_PAGINATION' || type === 'none') return undefined
  if (name !== 'page') return sent
  if (type === 'offset') return String((Number(sent) - 1) * Number(call.query['pageSize'] ?? 0))
  if (!type.startsWith('page')) return sent
  const first = configuration['pagination.page.startindex'] ?? /\d+$/.exec(type)?.[0] ?? '1'
  return String(Number(sent) - 1 + Number(first))
}
