/** A hub → the document of what its elements have in common: the resources that it promises, and the generic ones by object name (contract 2.11). */
import type { Hub, HubResource } from '../elements/catalog/hubs.ts'
import { createDefinitions } from './definitions.ts'
import { buildRecordSchema } from './field-schema.ts'
import { authorizationParameter, describeResponses, standardDefinitions } from './fixed-parts.ts'
import { nameOperation } from './operation-id.ts'
import { describeListParameters } from './parameters.ts'
import { listPlaceholders } from './placeholders.ts'
import { listStandardOperations } from './standard-operations.ts'
import type { ApiDescription, Operation, Parameter, Schema } from './swagger-document.ts'

/** Any object, by its name. */
const genericOperations: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/{objectName}'],
  ['POST', '/{objectName}'],
  ['GET', '/{objectName}/{objectId}'],
  ['PATCH', '/{objectName}/{objectId}'],
  ['PUT', '/{objectName}/{objectId}'],
  ['DELETE', '/{objectName}/{objectId}'],
]

/** Describes a hub. */
export function describeHub(hub: Pick<Hub, 'name' | 'resources'>): ApiDescription {
  const definitions = createDefinitions(standardDefinitions)
  const paths: Record<string, Record<string, Operation>> = {}
  const put = (method: string, path: string, operation: Operation) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation }
  }
  for (const resource of hub.resources) {
    const schema = { 'x-vendor-objectname': resource.name, ...buildRecordSchema(listFields(resource)) }
    const record = { $ref: `#/definitions/${definitions.addSchema(resource.name, schema)}` }
    for (const operation of resource.operations) {
      const [method = '', ...rest] = operation.split('/')
      const path = ['', resource.name, ...rest].join('/')
      put(method, path, describeOperation(method, path, record))
    }
  }
  for (const [method, path] of genericOperations) put(method, path, describeOperation(method, path, { $ref: '#/definitions/Object' }))
  for (const { method, path, operation } of listStandardOperations()) put(method, path, operation)
  return { title: hub.name, paths, definitions: definitions.list() }
}

function listFields({ fields }: HubResource) {
  return fields.map(({ path, type }) => ({ vendorPath: path, type }))
}

function describeOperation(method: string, path: string, record: Schema): Operation {
  const isList = method === 'GET' && (path === '/{objectName}' || !path.endsWith('}'))
  const success = method === 'DELETE' ? undefined : isList ? { type: 'array', items: record } : record
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const placeholders = listPlaceholders(path).map(
    (name): Parameter => ({ name, in: 'path', type: 'string', required: true, description: `The ${name}` }),
  )
  return {
    summary: `${method} ${path}`,
    operationId: nameOperation(method, path),
    tags: [path.split('/')[1]!],
    parameters: [
      authorizationParameter,
      ...placeholders,
      ...(isList ? describeListParameters() : []),
      ...(hasBody ? [{ name: 'body', in: 'body', required: true, schema: record } as const] : []),
    ],
    responses: describeResponses(success),
  }
}
