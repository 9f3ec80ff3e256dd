/** Mappings for tests, in a word. */
import { type CompiledMapping, compileMapping } from './compile-mapping.ts'
import type { MappingField, MappingFlag } from './mapping-document.ts'

export const onlyMapped: MappingFlag = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }

export function mapField(path: string, vendorPath: string, more: Partial<MappingField> = {}): MappingField {
  return { path, vendorPath, ...more }
}

/** A field and its one flag. */
export function flagField(path: string, type: string, properties?: MappingFlag['properties']): MappingField {
  return mapField(path, path.toUpperCase(), { configuration: [{ type, properties }] })
}

/** Nothing but what is mapped passes, unless `configuration` says otherwise. */
export function compileFields(fields: readonly MappingField[], configuration: readonly MappingFlag[] = [onlyMapped]): CompiledMapping {
  return compileMapping({ objectName: 'mine', vendorName: 'theirs', fields, configuration })
}
