/** A description as OpenAPI 3.1 (`format=openapi31`): secrets as security schemes, since that form takes no parameter named Authorization. */
import type { Address } from './address.ts'
import type { ApiDescription, Operation, Paths, RequestBody, Schema } from './description.ts'
import { describeAuthorization, documentInfo, gatewayKey, listTags, responseTexts } from './fixed-parts.ts'
import { createNameRegistry, writeOpenApiSchema } from './openapi-schema.ts'

type Content = Readonly<Record<string, { readonly schema: Schema }>>

export interface OpenApiOperation {
  readonly summary: string
  readonly operationId: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly description?: string
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly required: boolean; readonly description?: string; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: object
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly securitySchemes: object }
}

type WriteSchema = (schema: Schema) => Schema

/** The whole document. */
export function writeOpenApi({ title, paths, definitions }: ApiDescription, address: Address): OpenApiDocument {
  const { host, basePath, schemes, hasApiKey = false } = address
  const nameOf = createNameRegistry(Object.keys(definitions))
  const write: WriteSchema = (schema) => writeOpenApiSchema(schema, nameOf)
  return {
    openapi: '3.1.0',
    info: { title, ...documentInfo },
    servers: schemes.map((scheme) => ({ url: host === undefined ? basePath : `${scheme}://${host}${basePath}` })),
    tags: listTags(paths),
    paths: writePaths(paths, { write, hasApiKey }),
    components: { schemas: writeComponents(definitions, nameOf), securitySchemes: describeSecurity(paths, hasApiKey) },
  }
}

/** The definitions alone, under the names that this form may have. */
export function writeOpenApiSchemas(definitions: ApiDescription['definitions']): Readonly<Record<string, Schema>> {
  return writeComponents(definitions, createNameRegistry(Object.keys(definitions)))
}

function writeComponents(definitions: ApiDescription['definitions'], nameOf: (name: string) => string): Record<string, Schema> {
  return Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [nameOf(name), writeOpenApiSchema(schema, nameOf)]))
}

interface Writing {
  readonly write: WriteSchema
  readonly hasApiKey: boolean
}

function writePaths(paths: Paths, writing: Writing): OpenApiDocument['paths'] {
  const entries = Object.entries(paths).map(([path, verbs]) => [
    path,
    Object.fromEntries(Object.entries(verbs).map(([verb, operation]) => [verb, writeOperation(operation, writing)])),
  ])
  return Object.fromEntries(entries)
}

function writeOperation({ summary, operationId, tags, parameters, body, ...operation }: Operation, writing: Writing): OpenApiOperation {
  const { write } = writing
  return {
    summary,
    operationId,
    tags,
    security: writeSecurity(operation, writing),
    parameters: parameters.filter(isTaken).map((parameter) => ({ ...parameter, schema: write(parameter.schema) })),
    ...(body !== undefined && { requestBody: writeBody(body, write) }),
    responses: writeResponses(operation.answer, write),
  }
}

/** Headers of these names are told elsewhere, and ignored as parameters (OpenAPI 3.1, parameter object). */
function isTaken({ name, in: place }: { name: string; in: string }): boolean {
  return place !== 'header' || !['accept', 'content-type', 'authorization'].includes(name.toLowerCase())
}

function writeSecurity({ authorization }: Pick<Operation, 'authorization'>, { hasApiKey }: Writing): OpenApiOperation['security'] {
  const key = hasApiKey ? { [gatewayKey.name]: [] } : {}
  if (authorization === undefined) return hasApiKey ? [key] : []
  const whole = { [authorization.kind]: [], ...key }
  return authorization.required ? [whole] : [whole, key]
}

function describeSecurity(paths: Paths, hasApiKey: boolean): object {
  const all = Object.values(paths).flatMap((verbs) => Object.values(verbs))
  const kinds = new Set(all.flatMap(({ authorization }) => (authorization === undefined ? [] : [authorization.kind])))
  const headers = [...kinds].map((kind) => [kind, describeAuthorization({ kind })] as const)
  const entries = [...headers, ...(hasApiKey ? [[gatewayKey.name, gatewayKey] as const] : [])]
  return Object.fromEntries(entries.map(([id, { name, description }]) => [id, { type: 'apiKey', in: 'header', name, description }]))
}

function writeBody(body: RequestBody, write: WriteSchema): NonNullable<OpenApiOperation['requestBody']> {
  if (body.kind === 'json') {
    const { required, description, schema } = body
    return { required, ...(description !== undefined && { description }), content: { 'application/json': { schema: write(schema) } } }
  }
  const { fields, type } = body
  const demanded = fields.filter(({ required }) => required).map(({ name }) => name)
  const properties = fields.map(({ name, description, schema }) => [
    name,
    { ...write(schema), ...(description !== undefined && { description }) },
  ])
  const schema = { type: 'object', properties: Object.fromEntries(properties), ...(demanded.length > 0 && { required: demanded }) }
  return { required: demanded.length > 0, content: { [type]: { schema } } }
}

function writeResponses(answer: Schema | undefined, write: WriteSchema): OpenApiOperation['responses'] {
  const entries = Object.entries(responseTexts).map(([code, description]) => [
    code,
    code === '200' && answer !== undefined ? { description, content: { 'application/json': { schema: write(answer) } } } : { description },
  ])
  return Object.fromEntries(entries)
}
