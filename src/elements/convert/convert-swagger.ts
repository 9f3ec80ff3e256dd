/** Swagger 2.0 and OpenAPI 3 (JSON) → an element with one resource per operation. */
import { isDeeperThan } from '../../lib/json-depth.ts'
import type { ResourceDocument } from '../document/element-document.ts'
import { type ConvertedElement, createConvertedElement, createUnreadable, hub, limitOperations } from './converted-element.ts'
import { createShapeCollector, type Definitions, type ShapeCollector } from './shapes.ts'
import { describeInput, findResponse } from './swagger-operation.ts'
import { describeSecurity } from './swagger-security.ts'
import { isObject, openSwagger, readText, type Swagger } from './swagger-source.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Converts the text of a document. Throws definition-unreadable (400) saying what it is not. */
export function convertSwagger(text: string): ConvertedElement {
  const source = openSwagger(parseJson(text))
  const shapes = createShapeCollector(source.definitions as Definitions)
  const info = isObject(source.root['info']) ? source.root['info'] : {}
  return createConvertedElement({
    name: readText(info['title']),
    description: readText(info['description']),
    protocolType: 'http',
    baseUrl: readBaseUrl(source),
    ...describeSecurity(source),
    resources: listResources(source, shapes),
  })
}

/** References and definitions are walked by functions that call themselves. */
const deepest = 100

function parseJson(text: string): unknown {
  const value = parseText(text)
  if (isDeeperThan(value, deepest)) throw createUnreadable(`it is nested deeper than ${deepest}`)
  return value
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw createUnreadable('it is not JSON', error)
  }
}

function listResources(source: Swagger, shapes: ShapeCollector): ResourceDocument[] {
  const paths = isObject(source.root['paths']) ? source.root['paths'] : {}
  const found: ResourceDocument[] = []
  for (const [path, item] of Object.entries(paths)) {
    if (!path.startsWith('/') || !isObject(item)) continue
    for (const name of methods) {
      const operation = item[name]
      if (!isObject(operation)) continue
      found.push(convertOperation(source, { path, item, operation, method: name.toUpperCase() }, shapes))
      limitOperations(found.length)
    }
  }
  return found
}

interface Operation {
  readonly path: string
  readonly method: string
  readonly item: Readonly<Record<string, unknown>>
  readonly operation: Readonly<Record<string, unknown>>
}

function convertOperation(source: Swagger, { path, method, item, operation }: Operation, shapes: ShapeCollector): ResourceDocument {
  const { parameters, body } = describeInput(source, item, operation)
  const operationId = readText(operation['operationId'])
  const name = operationId || `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter = '') => letter.toUpperCase())}`
  const model = shapes.describe(name, findResponse(source, operation), body)
  return {
    method,
    path: `/hubs/${hub}${path}`,
    vendorMethod: method,
    vendorPath: path,
    type: 'api',
    kind: 'eb',
    description: readText(operation['summary']) || readText(operation['description']) || `${method} ${path}`,
    ...(operationId === '' ? {} : { operationId }),
    response: { contentType: 'application/json' },
    parameters,
    hooks: [],
    ...(model === undefined ? {} : { model }),
  }
}

/** Swagger 2.0 §host; OpenAPI 3.1 §4.8.5: variables of a server have defaults, and a relative URL says nothing of the host. */
function readBaseUrl({ root, isSwagger }: Swagger): string {
  if (isSwagger) {
    const host = readText(root['host'])
    const schemes = Array.isArray(root['schemes']) ? root['schemes'] : []
    const scheme = schemes.includes('https') || schemes.length === 0 ? 'https' : String(schemes[0])
    return host === '' ? '' : `${scheme}://${host}${readText(root['basePath'])}`.replace(/\/$/, '')
  }
  const server: unknown = Array.isArray(root['servers']) ? root['servers'][0] : undefined
  if (!isObject(server)) return ''
  const variables = isObject(server['variables']) ? server['variables'] : {}
  const url = readText(server['url']).replace(/\{([^{}]+)\}/g, (place, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined
    return isObject(variable) && variable['default'] !== undefined ? String(variable['default']) : place
  })
  return /^https?:\/\//.test(url) ? url.replace(/\/$/, '') : ''
}
