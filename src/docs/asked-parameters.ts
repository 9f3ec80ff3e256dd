/** What the queries of the routes that answer documents take (contract 2.11). */
import type { QueryParameter } from '../lib/query-parameters.ts'

const shape: readonly QueryParameter[] = [
  { name: 'basic', description: 'Without members that begin with x-', type: 'boolean' },
  { name: 'resolveReferences', description: 'With the definitions in place of references to them', type: 'boolean' },
]

const format: QueryParameter = { name: 'format', description: 'openapi31: OpenAPI 3.1 instead of Swagger 2.0' }

/** Of every document of an element. */
export const elementVersion: QueryParameter = { name: 'version', description: 'The version of the document; -1 for the current one' }

/** Of every document. */
export const placedParameters: readonly QueryParameter[] = [
  { name: 'baseUrl', description: 'Where the document says that the API is' },
  { name: 'provider', description: 'aws: behind that gateway' },
  ...shape,
]

/** Of a document in either form. */
export const documentParameters: readonly QueryParameter[] = [format, ...placedParameters]

/** Of an element and of an instance. */
export const elementParameters: readonly QueryParameter[] = [
  { name: 'operationId', description: 'This operation alone' },
  elementVersion,
  ...documentParameters,
]

/** Of one operation of an instance. */
export const operationParameters: readonly QueryParameter[] = [
  { name: 'discovery', description: 'With the fields that users of the vendor have defined as a definition of their own', type: 'boolean' },
  elementVersion,
  ...documentParameters,
]
