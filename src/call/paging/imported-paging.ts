/** What the pages of imported elements are planned from, and what a plan says: the words that every kind of paging shares. */
import type { KeyObject } from 'node:crypto'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import type { ImportedStyle } from './imported-style.ts'
import type { CursorSource } from './next-page-key.ts'
import type { PageState } from './paging.ts'
import type { TokenSeal } from './token.ts'

export interface ImportedQuestion {
  readonly resource: CompiledResource
  /** Effective configuration of the instance. */
  readonly configuration: Readonly<Record<string, string | null>>
  /** `protocolType` of the element. */
  readonly protocol: string | undefined
  readonly query: QueryValues
  /** True when hooks run after the call: they may set tokens of their own. */
  readonly hasHooks: boolean
  /** Which list of which instance: tokens of another are refused. */
  readonly binding: string
  /** Signs tokens. */
  readonly tokenKey: KeyObject
}

export interface ImportedPaging {
  /** What a parameter of that name sends; absent: nothing, whatever the client sent. */
  readonly values: { readonly page?: string; readonly pageSize?: string; readonly nextPage?: string }
  /** Query parameters of the vendor that no parameter of the resource names, not yet encoded. */
  readonly query: readonly (readonly [string, string])[]
  /** For `Elements-Error`. */
  readonly note: string | undefined
  /** Cuts the rows of the answer, after root and hooks; a token that a hook set counts instead of `nextPage`. */
  readonly read: (answer: ImportedAnswer) => ImportedPage
}

export interface ImportedAnswer extends CursorSource {
  readonly rows: readonly unknown[]
}

export interface ImportedPage {
  readonly rows: readonly unknown[]
  /** The token for the client; undefined: the last page. */
  readonly nextPage: string | undefined
  readonly total: number | undefined
}

/** What every kind of paging begins with. */
export interface ImportedStart {
  readonly question: ImportedQuestion
  readonly style: ImportedStyle
  readonly seal: TokenSeal
  /** Rows of the client's page. */
  readonly take: number
  /** The client's, counted from 1. */
  readonly page: number
  /** True when the client asked for a page or a size of one. */
  readonly isAsked: boolean
  /** Rows before the page, and the vendor's place that they are counted from, out of a token. */
  readonly resumed: PageState | undefined
}
