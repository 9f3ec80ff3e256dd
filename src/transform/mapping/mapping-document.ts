/**
 * The mapping of a common resource as it is written down (contract 9.3): the client's paths beside those of an element's resource.
 * "Vendor" is that resource as the hub answers it. Documents are the clients' own: members that are not named here are kept and ignored.
 */

export interface MappingDocument {
  readonly objectName: string
  /** The element's resource that the mapping lies over. */
  readonly vendorName: string
  /** May be empty: a script alone does the mapping. */
  readonly fields: readonly MappingField[]
  readonly configuration: readonly MappingFlag[]
  readonly script?: MappingScript | undefined
}

export interface MappingField {
  /** The client's: `name`, `address.street`, `users[*].name`. */
  readonly path: string
  /** The resource's; also `[0]`, `[id=4]`, `[?(@.id==4)]` and `[*].size()`. */
  readonly vendorPath: string
  readonly type?: string | null | undefined
  readonly vendorType?: string | null | undefined
  readonly configuration?: readonly MappingFlag[] | null | undefined
}

/** `passThrough`, `remove`, `defaultValue`, `transformDate`, `inherit`, `addToDocumentation`, `applyJSOnQueryFieldValue`; other types are ignored. */
export interface MappingFlag {
  readonly type: string
  readonly properties?: Readonly<Record<string, unknown>> | null | undefined
  readonly level?: string | null | undefined
}

export interface MappingScript {
  readonly body: string
  readonly mimeType?: string | undefined
  /** Drops a result that the script left empty. */
  readonly filterEmptyResponse?: boolean | undefined
  /** The old engine: the body returns the object instead of calling `done`. */
  readonly isLegacy: boolean
  readonly level?: string | undefined
}

/** What a level says of one field of an object definition. */
export interface DefinitionField {
  readonly path: string
  readonly type?: string | null | undefined
  readonly id?: number | undefined
  readonly displayName?: string | null | undefined
  readonly level?: string | null | undefined
  readonly associatedLevel?: string | null | undefined
  readonly associatedId?: number | null | undefined
  readonly [member: string]: unknown
}
