/** What one vendor request can be searched by: the object's filters, what the request says instead, and fields that nobody listed. */
import type { SearchableField, SearchableFields } from '../../ceql/searchable-field.ts'
import { compileSearching } from '../../transform/compile-searching.ts'
import type { ValueLists } from '../../transform/convert-value.ts'
import type { FieldTransformation, ObjectTransformation } from '../../transform/document.ts'
import type { WhereStyle } from '../document/octet.ts'
import type { VendorField } from './compiled-discovery.ts'
import { literalTypeOf } from './literal-type.ts'

/** What the vendor says of a field; undefined: it has no such field. */
export type FindVendorField = (name: string) => VendorField | undefined

export interface SearchFields {
  /** The fields, those that are not listed too. `find` knows the vendor's fields; undefined: they are not known, and any name may be one. */
  readonly open: (find?: FindVendorField) => SearchableFields
  /** True: fields that are not listed may be asked for too. */
  readonly takesOthers: boolean
  /** True when what the vendor says of the field decides how it is asked for. */
  readonly isUnlisted: (path: string) => boolean
  /** True of names of ids that the vendor describes nowhere. */
  readonly isId: (path: string) => boolean
  /** The vendor's name of a field, as searches and orders spell it; undefined: it has none here. */
  readonly nameOf: (path: string) => string | undefined
}

/** Names of parameters are taken as they are: a vendor ignores those that it does not know, and would answer everything. */
const closedDialects: ReadonlySet<string> = new Set(['query-parameters', 'term-search'])

/** An empty text is no value in these languages. */
const withoutEmpty: ReadonlySet<string> = new Set(['soql'])

export function compileSearchFields(style: WhereStyle, document: ObjectTransformation | undefined, lists: ValueLists): SearchFields {
  const listed = { ...compileSearching(listFilters(style, document), lists), emptyIsNull: withoutEmpty.has(style.dialect) }
  const others = style.only === undefined && !closedDialects.has(style.dialect) ? document?.search?.others : undefined
  if (style.only !== undefined) {
    // The name of a vendor's parameter in another case may be a field of its records.
    const { only } = style
    const exact: SearchableFields = { ...listed, filterOf: (path) => (only.includes(path) ? listed.filterOf(path) : undefined) }
    return { open: () => exact, takesOthers: false, isUnlisted: () => false, isId: () => false, nameOf: () => undefined }
  }
  if (others === undefined)
    return { open: () => listed, takesOthers: false, isUnlisted: () => false, isId: () => false, nameOf: () => undefined }
  const pattern = new RegExp(others.pattern)
  const paths = new Map((document?.fields ?? []).map(({ path, vendorPath }) => [path, vendorPath]))
  const ids = others.ids === undefined ? undefined : new RegExp(others.ids)
  const nameOf = (path: string) => {
    const name = paths.get(path) ?? (others.strip && path.startsWith(others.strip) ? path.slice(others.strip.length) : path)
    return pattern.test(name) ? name : undefined
  }
  return {
    nameOf,
    takesOthers: true,
    isId: (path) => ids?.test(nameOf(path) ?? '') === true,
    isUnlisted: (path) => listed.filterOf(path) === undefined && nameOf(path) !== undefined,
    open: (find) => ({
      ...listed,
      filterOf: (path) => listed.filterOf(path) ?? openOther(path, nameOf(path), { find, ids }),
    }),
  }
}

function listFilters(style: WhereStyle, document: ObjectTransformation | undefined): ObjectTransformation {
  const { fields: own = {}, only } = style
  const known = document?.fields ?? []
  const filterOf = (path: string) => (Object.hasOwn(own, path) ? own[path] : undefined)
  const all = known.map((field) => ({ ...field, filter: filterOf(field.path) ?? field.filter }))
  const added = [...Object.keys(own), ...(only ?? [])].filter((path) => !known.some((field) => field.path === path))
  const fields = [...all, ...[...new Set(added)].map((path) => ({ path, vendorPath: path, filter: filterOf(path) }))]
  const taken = only === undefined ? fields : fields.filter(({ path }) => only.includes(path))
  return {
    vendorName: document?.vendorName ?? '',
    ...(only === undefined && document?.constants !== undefined && { constants: document.constants }),
    fields: taken.flatMap(({ filter, ...field }) => {
      const used = filter ?? (only === undefined ? undefined : field.vendorPath)
      return used === undefined ? [] : [{ ...field, filter: used } satisfies FieldTransformation]
    }),
  }
}

interface Opening {
  readonly find: FindVendorField | undefined
  readonly ids: RegExp | undefined
}

/** A dotted name leads to another object, of which this one's description says nothing, or is where a record has the field, and searches spell it so. */
function openOther(path: string, name: string | undefined, { find, ids }: Opening): SearchableField | undefined {
  if (name === undefined) return undefined
  const described = find?.(name)
  if (find !== undefined && !name.includes('.') && (described === undefined || described.filterable === false)) return undefined
  if (described === undefined && isPart(name, find)) return undefined
  const vendorName = described === undefined || described.path === name ? name : described.name
  const type = described === undefined ? undefined : described.type
  const valueType = type === 'object' || type === 'array' || described?.isList ? undefined : type
  const filter = described?.isList ? Object.fromEntries(ofItems.map((operator) => [operator, vendorName])) : { '*': vendorName }
  const field = { path, vendorPath: vendorName, filter, ...(valueType !== undefined && { type: valueType }) }
  const compiled = compileSearching({ vendorName: '', fields: [field] }, {}).filterOf(path)!
  const literal = described === undefined ? (ids?.test(name) ? 'id' : undefined) : literalTypeOf(described)
  const { type: _type, ...untyped } = compiled
  return literal === undefined ? untyped : { ...untyped, type: literal }
}

/** Vendors know whole items of lists alone. */
const ofItems = ['=', '!=', 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL'] as const

/** True of what is in a field whose members are no fields. */
export function isPart(name: string, find: FindVendorField | undefined): boolean {
  return name.includes('.') && find?.(name.slice(0, name.indexOf('.')))?.compound === true
}
