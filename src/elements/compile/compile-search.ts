/** The vendor requests that a list can be selected with: the plain one, and each of `searches` as a resource of its own. */
import { createWherePrinter, type WherePrinter } from '../../ceql/where-printer.ts'
import { compileReader } from '../../lib/json-path.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { SearchRequest, WhereStyle } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledResource, CompiledWhere } from './compiled.ts'
import { collectValues, nameResource } from './resource-transformation.ts'
import { splitRootKey } from './root-key.ts'
import { compileSearchFields } from './search-fields.ts'
import { compileSelectNames } from './select-names.ts'

/**
 * Compiles a `where` style for one resource.
 * @throws {CompileError} naming the resource and the setting that does not fit.
 */
export function compileWhere(element: ElementDocument, resource: ResourceDocument, style: WhereStyle): CompiledWhere {
  const object = resource.octet?.object
  const document = object === undefined ? undefined : element.octet?.transformations?.[object]
  try {
    checkStatement(style)
    const printer: WherePrinter = createWherePrinter({ ...style, text: element.octet?.where?.text ?? 'exact' })
    return { style, printer, fields: compileSearchFields(style, document, collectValues(element)) }
  } catch (error) {
    throw new CompileError(element.key, nameResource(resource), `where: ${(error as Error).message}`)
  }
}

function checkStatement({ statement, parameter, dialect }: WhereStyle): void {
  if (statement === undefined) return
  if (dialect !== 'soql' && dialect !== 'coql') throw new Error(`a statement is written in soql or coql, not in ${dialect}`)
  if (parameter === undefined) throw new Error('a statement needs a parameter to go to')
  const unquoted = statement.where?.replace(/'[^']*'/g, '').match(/\{[^{}]+\}/)
  if (unquoted) throw new Error(`${unquoted[0]} must stand in quotes in statement.where`)
}

/** Compiles `searches` of a list. Of the resource's parameters those go along that fill its path; a query of the plain list's means nothing elsewhere. */
export function compileSearches(element: ElementDocument, resource: ResourceDocument, plain: CompiledResource): CompiledResource[] {
  const inPath = (resource.parameters ?? []).filter(({ type, vendorType }) => type === 'path' || vendorType === 'path')
  const parameters = [...(element.parameters ?? []), ...inPath]
  return (resource.octet?.searches ?? []).map((search, at) => ({
    ...plain,
    parameters,
    ...compileRequest(search, plain),
    variant: at + 1,
    nameSelected: compileSelectNames(
      element.octet?.transformations?.[resource.octet?.object ?? ''],
      search.where?.statement !== undefined && search.fetch === undefined,
    ),
    where: search.where === undefined ? undefined : compileWhere(element, resource, search.where),
    searches: [],
  }))
}

function compileRequest(search: SearchRequest, plain: CompiledResource) {
  const root = search.rootKey === undefined ? plain.responseRoot : splitRootKey(search.rootKey).responseRoot
  return {
    vendorMethod: search.method ?? 'GET',
    vendorPath: search.vendorPath,
    requestRoot: undefined,
    responseRoot: root,
    paging: search.paging ?? plain.paging,
    orderBy: search.orderBy,
    select: search.select ?? search.where?.statement?.select,
    includeDeleted: search.where?.statement?.includeDeleted,
    constantBody: search.body,
    constantQuery: search.query,
    lacks: search.lacks ?? [],
    readItem: search.item === undefined ? undefined : compileReader(search.item),
    fetch:
      search.fetch === undefined
        ? undefined
        : { ...(plain.responseRoot !== undefined && { rootKey: plain.responseRoot }), ...search.fetch },
  } satisfies Partial<CompiledResource>
}
