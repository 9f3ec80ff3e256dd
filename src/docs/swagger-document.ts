/** The shapes of a Swagger 2.0 document as the writers of this folder pass them on. */

/** A Swagger 2.0 schema; `cleanSchema` makes one of whatever somebody wrote. */
export type Schema = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly in: 'header' | 'path' | 'query' | 'formData' | 'body'
  readonly required: boolean
  readonly description?: string
  readonly type?: string
  readonly format?: string
  readonly items?: Schema
  readonly schema?: Schema
}

export interface Operation {
  readonly summary: string
  readonly operationId: string
  readonly tags: readonly string[]
  readonly consumes?: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema?: Schema }>>
}

/** Path → verb in lower case → operation. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** What a document says of an API, wherever that is served. */
export interface ApiDescription {
  readonly title: string
  readonly paths: Paths
  readonly definitions: Readonly<Record<string, Schema>>
}

export interface SwaggerDocument {
  readonly swagger: '2.0'
  readonly info: object
  readonly host?: string
  readonly basePath: string
  readonly schemes: readonly string[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Paths
  readonly definitions: Readonly<Record<string, Schema>>
}
