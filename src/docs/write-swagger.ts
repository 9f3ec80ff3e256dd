/** A description as Swagger 2.0, word for word as the original writes it (contract 2.11). */
import type { Address } from './address.ts'
import type { ApiDescription, Operation, Paths, RequestBody, Schema } from './description.ts'
import { describeAuthorization, documentInfo, gatewayKey, listTags, responseTexts } from './fixed-parts.ts'

export interface SwaggerParameter {
  readonly name: string
  readonly in: 'header' | 'path' | 'query' | 'formData' | 'body'
  readonly required: boolean
  readonly description?: string
  readonly type?: string
  readonly format?: string
  readonly items?: Schema
  readonly schema?: Schema
}

export interface SwaggerOperation {
  readonly summary: string
  readonly operationId: string
  readonly tags: readonly string[]
  readonly consumes?: readonly string[]
  readonly parameters: readonly SwaggerParameter[]
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema?: Schema }>>
}

export interface SwaggerDocument {
  readonly swagger: '2.0'
  readonly info: object
  readonly host?: string
  readonly basePath: string
  readonly schemes: readonly string[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, SwaggerOperation>>>>
  readonly definitions: Readonly<Record<string, Schema>>
}

/** The whole document. */
export function writeSwagger({ title, paths, definitions }: ApiDescription, address: Address): SwaggerDocument {
  const { host, basePath, schemes, hasApiKey = false } = address
  return {
    swagger: '2.0',
    info: { title, ...documentInfo },
    ...(host !== undefined && { host }),
    basePath,
    schemes,
    tags: listTags(paths),
    paths: writePaths(paths, hasApiKey),
    definitions,
  }
}

function writePaths(paths: Paths, hasApiKey: boolean): SwaggerDocument['paths'] {
  const entries = Object.entries(paths).map(([path, verbs]) => [
    path,
    Object.fromEntries(Object.entries(verbs).map(([verb, operation]) => [verb, writeOperation(operation, hasApiKey)])),
  ])
  return Object.fromEntries(entries)
}

/** Authorization is the first parameter of all, the gateway's key the next. */
function writeOperation(operation: Operation, hasApiKey: boolean): SwaggerOperation {
  const { summary, operationId, tags, authorization, parameters, body, answer } = operation
  return {
    summary,
    operationId,
    tags,
    ...(body?.kind === 'form' && { consumes: [body.type] }),
    parameters: [
      ...(authorization === undefined ? [] : [writeHeader(describeAuthorization(authorization), authorization.required)]),
      ...(hasApiKey ? [writeHeader(gatewayKey, true)] : []),
      ...parameters.map(({ schema, ...parameter }) => ({ ...parameter, ...schema })),
      ...(body === undefined ? [] : writeBody(body)),
    ],
    responses: writeResponses(answer),
  }
}

function writeHeader({ name, description }: { name: string; description: string }, required: boolean): SwaggerParameter {
  return { name, in: 'header', type: 'string', required, description }
}

function writeBody(body: RequestBody): SwaggerParameter[] {
  if (body.kind === 'form') return body.fields.map(({ schema, ...field }) => ({ ...field, in: 'formData', ...schema }))
  const { kind: _, ...whole } = body
  return [{ ...whole, in: 'body' }]
}

function writeResponses(answer: Schema | undefined): SwaggerOperation['responses'] {
  const entries = Object.entries(responseTexts).map(([code, description]) => [
    code,
    code === '200' && answer !== undefined ? { description, schema: answer } : { description },
  ])
  return Object.fromEntries(entries)
}
