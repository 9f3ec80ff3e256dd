/** What the flags of a field and of a whole mapping say (contract 9.4 of the asynchronous half), for each direction. */
import { compileDateConversion } from './date-conversion.ts'
import type { MappingField, MappingFlag } from './mapping-document.ts'
import { type Conversion, compileConversion, readValueType } from './value-type.ts'

export type Direction = 'fromVendor' | 'toVendor'

type Flags = readonly MappingFlag[] | null | undefined

/** The field is mapped in that direction: nothing removes it, and it is not told to stay where it is. */
export function isMapped({ configuration }: MappingField, direction: Direction): boolean {
  return passes(configuration, direction) && !isRemoved(configuration, direction)
}

/** `passThrough` of a mapping: what no field names is copied; of a field: it is mapped. True unless told otherwise. */
export function passes(configuration: Flags, direction: Direction): boolean {
  return !isFalse(findFlag(configuration, 'passThrough')?.properties?.[direction])
}

/** `remove` without properties is for both directions. */
function isRemoved(configuration: Flags, direction: Direction): boolean {
  const flag = findFlag(configuration, 'remove')
  if (flag === undefined) return false
  const { fromVendor, toVendor } = flag.properties ?? {}
  if (fromVendor === undefined && toVendor === undefined) return true
  return flag.properties?.[direction] === true || flag.properties?.[direction] === 'true'
}

/** `applyJSOnQueryFieldValue`: its presence asks for it, whatever `toVendor` is but false. */
export function appliesScriptToWhere(configuration: Flags): boolean {
  const flag = findFlag(configuration, 'applyJSOnQueryFieldValue')
  return flag !== undefined && !isFalse(flag.properties?.['toVendor'])
}

/** `{fromVendor: x}` or `{toVendor: x}` gives the value itself; with `{value: x}` the two say whether it is given. */
export function readDefault({ configuration }: MappingField, direction: Direction): unknown {
  const properties = findFlag(configuration, 'defaultValue')?.properties
  if (properties === undefined || properties === null) return undefined
  const { value = null, [direction]: own } = properties
  if (value === null) return own ?? undefined
  return isFalse(own) ? undefined : value
}

export interface FieldConversion {
  readonly fromVendor: Conversion | undefined
  readonly toVendor: Conversion | undefined
}

/** `clientType`: what the definition says where the field does not. @throws {Error} naming what is wrong with a date mask. */
export function compileFieldConversion(field: MappingField, clientType: string | null | undefined): FieldConversion {
  const client = readValueType(field.type) ?? readValueType(clientType)
  const vendor = readValueType(field.vendorType)
  const { pattern, vendorPattern } = findFlag(field.configuration, 'transformDate')?.properties ?? {}
  const [clientMask, vendorMask] = [pattern, vendorPattern].map((mask) =>
    typeof mask === 'string' && mask.trim() !== '' ? mask : undefined,
  )
  if (clientMask !== undefined || vendorMask !== undefined) {
    const isVendorNumber = vendor?.kind === 'number' || vendor?.kind === 'int'
    return compileDateConversion({ client: clientMask, vendor: vendorMask, isVendorNumber })
  }
  return { fromVendor: compileConversion(vendor, client), toVendor: compileConversion(client, vendor) }
}

function findFlag(configuration: Flags, type: string): MappingFlag | undefined {
  return configuration?.find((flag) => flag?.type === type)
}

function isFalse(value: unknown): boolean {
  return value === false || value === 'false'
}
