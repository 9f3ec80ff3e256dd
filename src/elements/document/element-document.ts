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
  readonly objects?: readonly unknown[]
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
  readonly octet?: ResourceOctet
}

/** Contract 12.5. */
export interface ParameterDocument {
  readonly name: string
  readonly vendorName?: string
  /** A `bodyField` that goes anywhere but the body is moved there: it is not sent in the body too. */
  readonly type: string
  readonly vendorType: string
  readonly source?: string
  readonly dataType?: string
  readonly vendorDataType?: string
  readonly required?: boolean
  readonly description?: string
}

/** Contract 12.6. */
export interface HookDocument {
  readonly type: string
  readonly body: string
  readonly mimeType?: string
  readonly isLegacy?: boolean
}
