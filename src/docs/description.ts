/** What is to be said of an API, in no form of document yet: Swagger 2.0 and OpenAPI 3.1 are written of it (`write-swagger.ts`, `write-openapi.ts`). */

/** A schema in the words that both forms share; references read `#/definitions/NAME`. `cleanSchema` makes one of whatever somebody wrote. */
export type Schema = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly in: 'header' | 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
}

/** A field of a form; its schema has the type `file` where a file is meant. */
export type FormField = Omit<Parameter, 'in'>

export type RequestBody =
  | { readonly kind: 'json'; readonly name: string; readonly required: boolean; readonly description?: string; readonly schema: Schema }
  | { readonly kind: 'form'; readonly type: string; readonly fields: readonly FormField[] }

/** Which secrets the header `Authorization` holds. */
export interface Authorization {
  /** `element`: of an instance; `user`: of its user and organization. */
  readonly kind: 'element' | 'user'
  readonly required: boolean
}

export interface Operation {
  readonly summary: string
  readonly operationId: string
  readonly tags: readonly string[]
  /** Undefined: no secrets are looked at. */
  readonly authorization: Authorization | undefined
  readonly parameters: readonly Parameter[]
  readonly body?: RequestBody | undefined
  /** What a 200 holds; undefined: nothing is said of it. */
  readonly answer: Schema | undefined
}

/** Path → verb in lower case → operation. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** What a document says of an API, wherever that is served. */
export interface ApiDescription {
  readonly title: string
  readonly paths: Paths
  readonly definitions: Readonly<Record<string, Schema>>
}

/** Of a schema's references: the name of the definition. */
export function readReference({ $ref }: Schema): string | undefined {
  return typeof $ref === 'string' && $ref.startsWith(prefix) ? $ref.slice(prefix.length) : undefined
}

/** A reference to a definition. */
export function refer(name: string): Schema {
  return { $ref: prefix + name }
}

const prefix = '#/definitions/'
