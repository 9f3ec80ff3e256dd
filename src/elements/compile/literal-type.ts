/** How a field that the vendor describes is compared in searches. */
import type { LiteralType } from '../../ceql/searchable-field.ts'
import type { VendorField } from './compiled-discovery.ts'

/** Undefined: as a literal is written, and as the value is. */
export function literalTypeOf({ isList, literal, type, picklist }: VendorField): LiteralType | undefined {
  if (isList) return undefined
  if (literal !== undefined) return literal
  if (type === 'string') return picklist === undefined ? 'string' : 'picklist'
  return type === 'object' || type === 'array' ? undefined : type
}
