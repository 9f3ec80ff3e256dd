/** What one instance makes of a common resource: the levels above it merged, and compiled once. */
import type { CompiledMapping } from '../transform/mapping/mapping.ts'
import type { DefinitionField, MappingDocument, MappingScript } from '../transform/mapping/mapping-document.ts'

/** Whose mapping is looked for. */
export interface MappedInstance {
  readonly id: number
  readonly accountId: number
  readonly organizationId: number
  readonly elementId: number
}

export interface InstanceMapping {
  /** The common resource's name. */
  readonly objectName: string
  /** The element's resource that it lies over. */
  readonly vendorName: string
  readonly document: MappingDocument
  readonly mapping: CompiledMapping
  readonly definition: readonly DefinitionField[]
  readonly addToDocumentation: boolean
  /** Of the lowest level that has one. */
  readonly script: MappingScript | undefined
}
