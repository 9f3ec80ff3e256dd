/** A hub → the document of what its elements have in common: the resources that it promises, and the generic ones by object name (contract 2.11). */
import type { Hub, HubResource } from '../elements/catalog/hubs.ts'
import { createDefinitions } from './definitions.ts'
import { type ApiDescription, type Operation, refer, type Schema } from './description.ts'
import { buildRecordSchema } from './field-schema.ts'
import { standardDefinitions } from './fixed-parts.ts'
import { describeListParameters } from './list-parameters.ts'
import { nameOperation } from './operation-id.ts'
import { describePlaceholders } from './parameters.ts'
import { listPlaceholders } from './placeholders.ts'
import { listStandardOperations } from './standard-operations.ts'

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
    const record = refer(definitions.addSchema(resource.name, schema))
    for (const operation of resource.operations) {
      const [method = '', ...rest] = operation.split('/')
      const path = ['', resource.name, ...rest].join('/')
      put(method, path, describeOperation(method, path, record))
    }
  }
  for (const [method, path] of genericOperations) put(method, path, describeOperation(method, path, refer('Object')))
  for (const { method, path, operation } of listStandardOperations()) put(method, path, operation)
  return { title: hub.name, paths, definitions: definitions.list() }
}

function listFields({ fields }: HubResource) {
  return fields.map(({ path, type }) => ({ vendorPath: path, type }))
}

function describeOperation(method: string, path: string, record: Schema): Operation {
  const isList = method === 'GET' && (path === '/{objectName}' || !path.endsWith('}'))
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH'
  return {
    summary: `${method} ${path}`,
    operationId: nameOperation(method, path),
    tags: [path.split('/')[1]!],
    authorization: { kind: 'element', required: true },
    parameters: [...describePlaceholders(listPlaceholders(path)), ...(isList ? describeListParameters() : [])],
    ...(hasBody && { body: { kind: 'json', name: 'body', required: true, schema: record } }),
    answer: method === 'DELETE' ? undefined : isList ? { type: 'array', items: record } : record,
  }
}
