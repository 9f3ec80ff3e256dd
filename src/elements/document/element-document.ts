/** The element document of the original platform (contract 12): what `POST /elements` takes and `GET /elements/{key}/export` gives. Unknown members are kept and ignored. */
import type { ElementOctet, ResourceOctet } from './octet.ts'

export interface ElementDocument {
  readonly id?: number
  readonly key: string
  readonly name: string
  readonly hookName?: string
  readonly description: string
  readonly image?: string
  readonly logo?: string
  readonly hub: string
  readonly active?: boolean
  readonly deleted?: boolean
  readonly typeOauth?: boolean
  readonly trialAccount?: boolean
  readonly transformationsEnabled?: boolean
  readonly bulkDownloadEnabled?: boolean
  readonly bulkUploadEnabled?: boolean
  readonly cloneable?: boolean
  readonly extendable?: boolean
  readonly beta?: boolean
  readonly extended?: boolean
  readonly private?: boolean
  readonly authentication: { readonly type: string }
  readonly protocolType?: string
  readonly configuration: readonly ConfigurationItem[]
  readonly parameters?: readonly ParameterDocument[]
  readonly hooks?: readonly HookDocument[]
  readonly resources: readonly ResourceDocument[]
  readonly objects?: readonly ObjectDeclaration[]
  readonly models?: readonly ModelDocument[]
  readonly useModelsForMetadata?: boolean
  readonly octet?: ElementOctet
}

/** Contract 2.5. */
export interface ConfigurationItem {
  readonly id?: number
  readonly name: string
  readonly key: string
  readonly description?: string
  readonly defaultValue?: string
  readonly type: string
  readonly required?: boolean
  readonly internal?: boolean
  readonly hideFromConsole?: boolean
  readonly active?: boolean
  readonly displayOrder?: number
  readonly groupName?: string
  readonly options?: readonly { readonly value: string; readonly description: string }[]
}

/** Contract 12.3. */
export interface ResourceDocument {
  readonly id?: number
  readonly method: string
  /** `/hubs/{hub}/contacts/{id}` */
  readonly path: string
  readonly vendorMethod: string
  readonly vendorPath?: string
  readonly type?: string
  /** `java` marks the original's own code, which no export holds: not callable here. */
  readonly kind?: string
  readonly description?: string
  readonly rootKey?: string
  readonly paginationType?: string
  readonly nextPageKey?: string
  readonly nextResource?: string
  readonly objectName?: string
  readonly operationId?: string
  readonly parameters?: readonly ParameterDocument[]
  readonly hooks?: readonly HookDocument[]
  readonly model?: ResourceModel
  readonly response?: unknown
  /** 1 on what belongs to the system; the account's id on what an account added (contract 2.4). */
  readonly ownerAccountId?: number
  readonly octet?: ResourceOctet
}

/** Contract 12.3 and 2.9: the shapes of a resource's bodies in Swagger 2.0, leniently (`$ref: "emails"` and types that are none occur). */
export interface ResourceModel {
  readonly name?: string
  readonly swagger?: Readonly<Record<string, unknown>>
  readonly requestName?: string
  readonly requestSwagger?: Readonly<Record<string, unknown>>
  readonly transform?: boolean
}

/** Contract 2.9, the older API: an object that the element declares. */
export interface ObjectDeclaration {
  readonly id?: number
  readonly name: string
  readonly vendorName?: string
  readonly fields?: readonly FieldDeclaration[]
}

export interface FieldDeclaration {
  readonly id?: number
  readonly name: string
  readonly vendorName?: string
  readonly type?: string
}

/** Contract 2.9, the newer API. */
export interface ModelDocument {
  readonly id?: number
  readonly name: string
  readonly vendorName?: string
  readonly fields?: readonly FieldDeclaration[]
}

/** Contract 12.5. */
export interface ParameterDocument {
  readonly id?: number
  readonly name: string
  readonly vendorName?: string
  /** A `bodyField` takes one member of the body; whether that stays in the body too is said by what makes the body (docs/elements/octet-extension.md). */
  readonly type: string
  readonly vendorType: string
  readonly source?: string
  readonly dataType?: string
  readonly vendorDataType?: string
  readonly required?: boolean
  readonly description?: string
  /** The literal name of a converter of `where` (contract 6.8). */
  readonly converter?: string
}

/** Contract 12.6. */
export interface HookDocument {
  readonly id?: number
  readonly type: string
  readonly body?: string
  readonly mimeType?: string
  readonly isLegacy?: boolean
}
