/** What stands word for word in every document of the original (contract 2.11): responses, the Authorization parameter, standard definitions. */
import type { Operation, Parameter, Schema } from './swagger-document.ts'

const descriptions: Readonly<Record<number, string>> = {
  200: 'OK - Everything worked as expected',
  400: 'Bad Request - Often due to a missing request parameter',
  401: 'Unauthorized - An invalid element token, user secret and/or org secret provided',
  403: 'Forbidden - Access to the resource by the provider is forbidden',
  404: 'Not found - The requested resource is not found',
  405: 'Method not allowed - Incorrect HTTP verb used, e.g., GET used when POST expected',
  406: "Not acceptable - The response content type does not match the 'Accept' header value",
  409: 'Conflict - If a resource being created already exists',
  415: 'Unsupported media type - The server cannot handle the requested Content-Type',
  500: 'Server error - Something went wrong on the Cloud Elements server',
  502: "Provider server error - Something went wrong on the Provider or Endpoint's server",
}

/** The eleven responses of an operation. */
export function describeResponses(success: Schema | undefined): Operation['responses'] {
  const entries = Object.entries(descriptions).map(([code, description]) => [
    code,
    code === '200' && success !== undefined ? { description, schema: success } : { description },
  ])
  return Object.fromEntries(entries)
}

/** The first parameter of every operation. */
export const authorizationParameter: Parameter = {
  name: 'Authorization',
  in: 'header',
  type: 'string',
  required: true,
  description: "The authorization tokens. The format for the header value is 'Element &lt;token&gt;, User &lt;user secret&gt;'",
}

/** The second one where a gateway with keys stands before the server. */
export const apiKeyParameter: Parameter = {
  name: 'x-api-key',
  in: 'header',
  type: 'string',
  required: true,
  description: 'The key of the API gateway',
}

const text: Schema = { type: 'string' }
const number: Schema = { type: 'number' }
const flag: Schema = { type: 'boolean' }
const record = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties })
const listOf = (items: Schema): Schema => ({ type: 'array', items })

/** Definitions that are always there. */
export const standardDefinitions: Readonly<Record<string, Schema>> = {
  Pong: record({ dateTime: text, endpoint: text }),
  Object: { type: 'object', additionalProperties: true },
  objectsMetadata: record({ fields: listOf({ $ref: '#/definitions/objectsMetadataFields' }) }),
  objectsMetadataFields: record({
    type: text,
    vendorPath: text,
    vendorDisplayName: text,
    vendorNativeType: text,
    vendorRequired: flag,
    vendorReadOnly: flag,
    hidden: flag,
    mask: text,
    method: listOf(record({ name: text, request: flag, response: flag })),
  }),
  swagger: { type: 'object', description: 'A Swagger 2.0 document', additionalProperties: true },
  BulkQuery: record({ id: number, status: text, instance_id: number }),
  BulkStatus: record({
    id: number,
    status: text,
    recordsCount: number,
    recordsFailedCount: number,
    object_name: text,
    job_direction: text,
    fileFormat: text,
    message: text,
    error: text,
  }),
  BulkJobList: listOf({ $ref: '#/definitions/BulkStatus' }),
  BulkUploadResponse: record({ id: number, status: text }),
  bulkDownloadRequest: record({ q: text, from: text, to: text, continueFromJobId: text }),
}
