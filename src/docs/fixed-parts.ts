/** What stands word for word in every document of the original (contract 2.11): responses, the Authorization header, standard definitions. */
import type { Authorization, Paths, Schema } from './description.ts'

/** The eleven responses of an operation. */
export const responseTexts: Readonly<Record<number, string>> = {
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

/** The header that holds the secrets. */
export function describeAuthorization({ kind }: Pick<Authorization, 'kind'>): { name: string; description: string } {
  const format =
    kind === 'element'
      ? 'Element &lt;token&gt;, User &lt;user secret&gt;'
      : 'User &lt;user secret&gt;, Organization &lt;organization secret&gt;'
  return { name: 'Authorization', description: `The authorization tokens. The format for the header value is '${format}'` }
}

/** The header that a gateway with keys before the server wants. */
export const gatewayKey = { name: 'x-api-key', description: 'The key of the API gateway' }

/** The members of `info` beside the title. */
export const documentInfo = { version: 'api-v2', contact: { email: 'support@cloud-elements.com' } }

/** The tags of all operations. */
export function listTags(paths: Paths): { name: string }[] {
  const names = new Set(Object.values(paths).flatMap((verbs) => Object.values(verbs).flatMap(({ tags }) => tags)))
  return [...names].map((name) => ({ name }))
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
