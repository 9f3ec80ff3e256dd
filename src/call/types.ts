/** The named results of each stage of a vendor call, and what a caller of `callVendor` must bring. */
import type { KeyObject } from 'node:crypto'
import type { Expression } from '../ceql/expression.ts'
import type { Sort } from '../ceql/parse-lists.ts'
import type { QuotaReading } from '../elements/compile/compile-quotas.ts'
import type { CompiledElement, CompiledResource } from '../elements/compile/compiled.ts'
import type { Clock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import type { Body, HubRequest, Method } from '../lib/hub-request.ts'
import type { ScriptRunner } from '../script/script.ts'
import type { DirectoryEntry } from '../transform/transformation.ts'
import type { MultipartFile } from './body/multipart-part.ts'
import type { XmlReader } from './body/xml-reader.ts'
import type { BudgetLimits } from './budget.ts'
import type { ImportedPaging } from './paging/imported-paging.ts'
import type { Paging } from './paging/paging.ts'
import type { DescribedCondition } from './request-expression.ts'

/** A credential as a value. `generation` tells two of one instance apart; `dueAt` (epoch ms) is when it should be renewed before use. */
export type Credential =
  | {
      readonly kind: 'bearer'
      readonly token: string
      readonly generation: number
      readonly dueAt?: number
      /** The word before the token. Default: Bearer. */
      readonly scheme?: string
      /** A header in lower case that has the token and nothing else. Default: Authorization, with the scheme. */
      readonly header?: string
    }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** OAuth 1.0a: every request is signed with HMAC-SHA1; the signature goes where the vendor wants it. */
  | {
      readonly kind: 'oauth1'
      readonly clientKey: string
      readonly clientSecret: string
      readonly token: string
      readonly tokenSecret: string
      readonly place: 'header' | 'query'
    }
  /** AWS Signature Version 4 over method, URL, headers and body. `service` is told by the host when it is left out. */
  | {
      readonly kind: 'awsv4'
      readonly accessKeyId: string
      readonly secretAccessKey: string
      readonly region: string
      readonly service?: string
    }
  /** The element's own way: its parameters and hooks send what stands in the configuration. `values` is what logging in left there; `dueAt` when to log in anew. */
  | { readonly kind: 'custom'; readonly generation: number; readonly dueAt?: number; readonly values: Values }
  | { readonly kind: 'none' }

/** Configuration by key, secrets in clear. */
export type Values = Readonly<Record<string, string | null>>

/** One customer's account at a vendor, as the call needs to see it: all in memory, nothing looked up. */
export interface CallInstance {
  readonly id: number
  /** Scripts take turns by account. */
  readonly accountId: number
  readonly element: CompiledElement
  /** Effective configuration: element defaults, server-wide defaults, the instance's own values; secrets in clear. */
  readonly configuration: Values
  readonly credential: Credential
  /** Whose account at the vendor the credential is for, where the vendor itself told. */
  readonly vendorAccount?: string
  /** Signs next-page tokens; 32 bytes, the same in every process and after every start. */
  readonly pageTokenKey: KeyObject
  /** Gets the credential that follows `rejected` (single-flight, fenced; someone else's newer one is as good). 401 when the vendor refuses, 502 when it cannot be reached. */
  readonly renew: (rejected: Credential) => Promise<Credential>
  /** Stores what a hook or a `source: response` parameter changed in the configuration (null: back to the default); resolves when it is stored. */
  readonly keep: (changes: Values) => Promise<void>
}

export interface CallParts {
  readonly egress: Egress
  readonly clock: Clock
  readonly limits: CallLimits
  readonly directories: DirectoryCache
  /** Runs the hooks of elements. */
  readonly scripts: ScriptRunner
  /** Reads what vendors answer in XML. */
  readonly xml: XmlReader
  /** Of one hub call. Default: 120 s, 64 MB. */
  readonly budget?: BudgetLimits
  /** Permits against the vendors' limits. Undefined: nothing is counted. */
  readonly quotas?: QuotaGate
}

/** Gives calls permits, of several quotas at once where several count them. */
export interface QuotaGate {
  /** Waits until there is one of each, at most so many milliseconds. Rejects with quota-exhausted (429), or the signal's reason. */
  take(
    needs: readonly QuotaNeed[],
    patience: { readonly left: number; readonly signal?: AbortSignal | undefined },
  ): QuotaPermits | Promise<QuotaPermits>
}

export interface QuotaNeed {
  /** The same for all who share the quota. */
  readonly key: string
  readonly name: string
  readonly permits: number
  readonly seconds: number
  readonly cost: number
}

export interface QuotaPermits {
  /** Must be called once: what became of the call; one for all, or one for each need. */
  land(landings: QuotaLanding | readonly QuotaLanding[]): void
}

/** `refusedFor`: the vendor wants to be left alone for so many milliseconds. */
export type QuotaLanding =
  | { readonly kind: 'unsent'; readonly told?: QuotaReading }
  | { readonly kind: 'sent'; readonly told?: QuotaReading; readonly refusedFor?: number }

/** Permits for calls in flight, per instance and per process; `release` must be called once. Throws too-many-calls (429). */
export interface CallLimits {
  acquire(instanceId: number): () => void
  /** Opens what one call keeps in memory of the rows that it reads. */
  hold(instanceId: number): HeldRows
}

export interface HeldRows {
  /** Says how many characters it keeps now. Throws too-many-calls (429) when those of the instance, or of all, are too many. */
  set(characters: number): void
  close(): void
}

/** Small vendor lists kept for a while (custom field names, default values): a cache whose loss changes no answer. */
export interface DirectoryCache {
  /** Gives what was loaded under this name for this instance and is not too old; otherwise loads it, once for all who wait. A failed load is not kept. */
  read<T>(instanceId: number, name: string, load: () => Promise<Kept<T>>): T | Promise<T>
  forget(instanceId: number): void
}

export interface Kept<T> {
  readonly value: T
  /** How long it may be used again; 0: only by those who wait for it now. */
  readonly seconds: number
}

/** A vendor list: id → entry, and name → id. */
export interface DirectoryEntries {
  readonly entryOfId: ReadonlyMap<string, DirectoryEntry>
  readonly idOfName: ReadonlyMap<string, string>
}

/** What `match` found. */
export interface Target {
  readonly resource: CompiledResource
  readonly pathParameters: Readonly<Record<string, string>>
}

/** The main request to the vendor while it is planned; steps fill places of it before it is sent. */
export interface Draft {
  readonly method: Method
  readonly vendorPath: string
  /** Values of `{name}` places, not yet encoded. */
  readonly path: Record<string, string>
  /** Names in `path` whose values are secrets: no host is made of them. */
  secretPlaces: Set<string> | undefined
  /** Name and value, not yet encoded; names may repeat. */
  readonly query: [string, string][]
  /** Lower-case names. */
  readonly headers: Record<string, string>
  /** JSON, before it is wrapped in the request root; undefined: none. */
  json: unknown
  /** Fields of a form body. */
  form: Record<string, unknown> | undefined
  /** Parts of a multipart body that are known by now: texts, and files as they arrive. */
  parts: Record<string, unknown> | undefined
  /** A file that is the whole body, unless the headers say that it is a part of one. */
  file: { readonly name: string; readonly content: MultipartFile } | undefined
  /** The vendor's name of a part that follows a file; undefined: it is not sent. */
  renamePart: ((name: string) => string | undefined) | undefined
  /** A body as text with `{token}` places, and the values of these. */
  template: string | undefined
  tokens: Record<string, unknown> | undefined
  /** What a parameter puts into the configuration once the vendor has answered. */
  kept: Record<string, string> | undefined
  /** A body that is passed on as it came. */
  passed: Body | undefined
  /** Fields of the client's that the vendor does not store; undefined: none. */
  ignored: ReadonlySet<string> | undefined
  statement: DraftedStatement | undefined
  /** What the call that reads whole records by their ids asks besides these. */
  fetchQuery: readonly (readonly [string, string])[] | undefined
}

/** What of a selection the vendor cannot do: its rows are read and checked, and sorted, here. */
export interface Residual {
  readonly where: Expression | undefined
  /** Undefined: the vendor's order holds. */
  readonly orderBy: readonly Sort[] | undefined
  /** Fields that the vendor is asked for too: there are such. */
  readonly asked: readonly string[]
  /** How many rows of the vendor's are read at most. */
  readonly limit: number
}

/** A request that is one text (`SELECT … FROM …`); its page is added when it is sent. */
export interface DraftedStatement {
  readonly select: readonly string[]
  readonly from: string
  /** Conditions that must all hold, each complete in itself. */
  readonly where: readonly string[]
  /** `field direction`, in order; empty: as the page wants it. */
  readonly orderBy: readonly string[]
}

/** What `plan` decided; `run-plan` carries it out. */
export interface Plan {
  /** What is called: the resource that was asked for, or one of its `searches`. */
  readonly target: Target
  draft: Draft
  /** Present for lists that are paged as `octet` says. */
  readonly paging: Paging | undefined
  /** Present for a plain document's resource that may be paged. */
  readonly imported: ImportedPaging | undefined
  /** Undefined: the vendor does all that was asked. */
  readonly residual: Residual | undefined
  /** Hub fields asked for; undefined: all. */
  readonly fields: readonly string[] | undefined
  /** Soft problems, told in `Elements-Error` (contract 1.11). */
  readonly notes: string[]
  /** The client's `where` as hooks see it (contract 6.7), where one of them looks at it. */
  readonly expression: readonly DescribedCondition[] | undefined
  /** What the client asked, as hooks see it. */
  readonly request: HubRequest
  /** What the resource before this one in a chain answered (contract 13.8). */
  readonly previous: unknown
  /** Plans the request anew out of the configuration as it is now; undefined: nothing of it comes from there. */
  readonly remake: (() => Promise<Draft>) | undefined
}

/** One request to the vendor, complete but for the credential. */
export interface VendorRequest {
  readonly method: Method
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
  /** True: a hook took the credential's header away (contract 13.2), so none is added. */
  readonly isAnonymous?: boolean
}

/** The vendor's successful answer, read once. */
export type Content =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'other'; readonly body: Body; readonly headers: Readonly<Record<string, string>> }

/** What carrying out a plan brought: rows of a page, or one answer. `told`: headers that hooks have for the client. */
export type VendorReply = { readonly told: Readonly<Record<string, string>> } & (
  | {
      readonly kind: 'page'
      readonly rows: readonly unknown[]
      readonly nextPage: string | undefined
      readonly total: number | undefined
      /** True: the rows are hub records already, with their nulls. */
      readonly isMapped?: true
    }
  | { readonly kind: 'content'; readonly content: Content }
)

/** What an exchange is asked for. */
export interface Asking {
  readonly target: Target
  readonly plan: Plan
  /** Parameters of this page of the vendor's. */
  readonly query?: readonly (readonly [string, string])[]
  /** A text is read as JSON too when it looks like it, whatever its type says. */
  readonly expectJson: boolean
}

/** What an exchange brought. */
export interface Exchange {
  readonly content: Content
  /** The JSON before its root was taken: cursors and totals stand there. */
  readonly whole: unknown
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Headers that a hook has for the client, as they stand on the wire. */
  readonly told: Readonly<Record<string, string>>
}
