/** An entry of the vendor's list of fields → the field, as `octet.discovery.fields` says it is to be read. */
import { compileReader, type JsonReader } from '../../lib/json-path.ts'
import type { Condition, DiscoveredFields, Picklist, PicklistValue, Scalar } from '../document/octet.ts'
import { type CompiledCondition, compileCondition } from './compile-condition.ts'
import type { VendorField } from './compiled-discovery.ts'

/**
 * Compiles the reading; an entry that has no name, or is not meant, gives undefined.
 * @throws {SyntaxError} for a path or a regular expression that is none.
 */
export function compileFieldReader(fields: DiscoveredFields): (entry: unknown) => VendorField | undefined {
  const names = [fields.name].flat().map(compileReader)
  const label = optionalReader(fields.label)
  const type = optionalReader(fields.type)
  const { types = {}, mask = {}, prefix = '', customPrefix = prefix } = fields
  const when = compileCondition(fields.when ?? true)
  const flags = compileFlags(fields)
  const readLiteral = compileLiterals(fields.literals)
  const readPicklist = fields.picklist === undefined ? undefined : compilePicklist(fields.picklist)
  return (entry) => {
    const name = names.map((read) => readText(read(entry))).find((text) => text !== undefined)
    if (name === undefined || !when(entry, name)) return undefined
    const vendorType = readText(type?.(entry))
    const { custom = false, readOnly, required = false, hidden = false, isList = false, ...told } = flags(entry, name)
    return {
      name,
      path: (custom ? customPrefix : prefix) + name,
      label: readText(label?.(entry)),
      type: (vendorType === undefined ? undefined : readOwn(types, vendorType)) ?? 'string',
      isList,
      ...readLiteral(entry, name),
      vendorType,
      custom,
      readOnly: readOnly ?? (told.createable === false && told.updateable === false),
      required,
      hidden,
      ...told,
      mask: vendorType === undefined ? undefined : readOwn(mask, vendorType),
      ...(readPicklist?.(entry, name) ?? { picklist: undefined, restricted: undefined }),
    }
  }
}

/** What conditions say of an entry; undefined where there is none. */
function compileFlags(fields: DiscoveredFields) {
  const custom = optionalCondition(fields.custom)
  const isList = optionalCondition(fields.list)
  const readOnly = optionalCondition(fields.readOnly)
  const required = optionalCondition(fields.required)
  const hidden = optionalCondition(fields.hidden)
  const createable = optionalCondition(fields.createable)
  const updateable = optionalCondition(fields.updateable)
  const filterable = optionalCondition(fields.filterable)
  const sortable = optionalCondition(fields.sortable)
  const compound = optionalCondition(fields.compound)
  return (entry: unknown, name: string) => ({
    custom: custom?.(entry, name),
    isList: isList?.(entry, name),
    readOnly: readOnly?.(entry, name),
    required: required?.(entry, name),
    hidden: hidden?.(entry, name),
    createable: createable?.(entry, name),
    updateable: updateable?.(entry, name),
    filterable: filterable?.(entry, name),
    sortable: sortable?.(entry, name),
    compound: compound?.(entry, name),
  })
}

/** The first that holds. */
function compileLiterals(literals: DiscoveredFields['literals'] = {}): (entry: unknown, name: string) => Pick<VendorField, 'literal'> {
  const conditions = (['id', 'codes', 'code'] as const).flatMap((literal) => {
    const holds = optionalCondition(literals[literal])
    return holds === undefined ? [] : [{ literal, holds }]
  })
  return (entry, name) => {
    const found = conditions.find(({ holds }) => holds(entry, name))
    return found === undefined ? {} : { literal: found.literal }
  }
}

type ReadPicklist = (entry: unknown, name: string) => Pick<VendorField, 'picklist' | 'restricted'>

/** An empty list is none: vendors send one with every field. */
function compilePicklist({ path, value, label, when = true, restricted }: Picklist): ReadPicklist {
  const readList = compileReader(path)
  const readValue = optionalReader(value)
  const readLabel = optionalReader(label)
  const isUsed = compileCondition(when)
  const isRestricted = optionalCondition(restricted)
  return (entry, name) => {
    const list = readList(entry)
    if (!Array.isArray(list) || list.length === 0) return { picklist: undefined, restricted: undefined }
    const picklist: PicklistValue[] = []
    for (const each of list) {
      const found = readValue === undefined ? each : readValue(each)
      if (isScalar(found) && isUsed(each, String(found)))
        picklist.push({ value: found, label: readText(readLabel?.(each)) ?? String(found) })
    }
    return { picklist, restricted: isRestricted?.(entry, name) }
  }
}

function isScalar(value: unknown): value is Scalar {
  return value !== undefined && typeof value !== 'object'
}

function optionalReader(path: string | undefined): JsonReader | undefined {
  return path === undefined ? undefined : compileReader(path)
}

function optionalCondition(condition: Condition | undefined): CompiledCondition | undefined {
  return condition === undefined ? undefined : compileCondition(condition)
}

function readText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' || typeof value === 'object' ? undefined : String(value)
}

function readOwn<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
