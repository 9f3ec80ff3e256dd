/** EDMX (the $metadata of an OData service, versions 2 to 4) → an element with the five operations of every entity set. */
import type { ParameterDocument, ResourceDocument } from '../document/element-document.ts'
import {
  type ConvertedElement,
  createConvertedElement,
  createUnreadable,
  fixHeader,
  hub,
  limitOperations,
  passParameter,
} from './converted-element.ts'
import { type EntityType, openEdmTypes } from './edm-types.ts'
import { createShapeCollector, type ShapeCollector } from './shapes.ts'
import { parseXmlDefinition } from './xml-tree.ts'

interface Service {
  readonly isVersion4: boolean
  readonly shapes: ShapeCollector
}

/** Converts the text of an EDMX. Throws definition-unreadable (400) saying what it is not. */
export function convertEdmx(text: string): ConvertedElement {
  const root = parseXmlDefinition(text, 'Edmx')
  const schemas = root.all('DataServices').flatMap((each) => each.all('Schema'))
  if (schemas.length === 0) throw createUnreadable('it has no schema')
  const types = openEdmTypes(schemas)
  const service = { isVersion4: root.attributes['Version']?.startsWith('4') === true, shapes: createShapeCollector(types.definitions) }
  const containers = schemas.flatMap((schema) => schema.all('EntityContainer'))
  const sets = containers.flatMap((container) => container.all('EntitySet'))
  limitOperations(sets.length * 5)
  const resources = sets.flatMap(({ attributes }) => {
    const entity = types.findEntity(attributes['EntityType'] ?? '')
    return attributes['Name'] === undefined || entity === undefined ? [] : describeSet(service, attributes['Name'], entity)
  })
  const name = containers[0]?.attributes['Name'] ?? schemas[0]!.attributes['Namespace'] ?? ''
  const ask = (key: string, type: string) => ({
    name: key,
    key,
    description: key,
    type,
    required: true,
    internal: false,
    hideFromConsole: false,
  })
  return createConvertedElement({
    name,
    description: '',
    protocolType: 'odata',
    baseUrl: '',
    authenticationType: 'basic',
    configuration: [
      ...[ask('username', 'TEXTFIELD_128'), ask('password', 'PASSWORD')],
      { ...ask('pagination.type', 'TEXTFIELD_32'), required: false, hideFromConsole: true, defaultValue: 'offset' },
      { ...ask('pagination.max', 'TEXTFIELD_32'), required: false, hideFromConsole: true, defaultValue: '100' },
    ],
    parameters: [fixHeader('Accept', 'application/json')],
    resources,
  })
}

function describeSet({ isVersion4, shapes }: Service, set: string, entity: EntityType): ResourceDocument[] {
  const places = entity.key.length === 1 ? ['id'] : entity.key.map(({ name }) => name)
  const one = {
    path: `/${set}/${places.map((place) => `{${place}}`).join('/')}`,
    vendorPath: `/${set}(${writeKey(entity, places, isVersion4)})`,
  }
  const list = { path: `/${set}`, vendorPath: `/${set}` }
  const ids = places.map((place) => passParameter(place, 'path', { required: true }))
  const body = passParameter('body', 'body', { dataType: 'object', vendorDataType: 'object', required: true })
  const select = renameQuery('fields', '$select')
  const shape = { $ref: `#/definitions/${entity.name}` }
  const build = (method: string, at: typeof one, more: Partial<ResourceDocument>): ResourceDocument => {
    const model = shapes.describe(entity.name, method === 'DELETE' ? undefined : shape, /^P/.test(method) ? shape : undefined)
    return {
      ...{ method, path: `/hubs/${hub}${at.path}`, vendorMethod: method, vendorPath: at.vendorPath, type: 'api', kind: 'eb' },
      description: `${method} ${at.path}`,
      objectName: set,
      response: { contentType: 'application/json' },
      hooks: [],
      ...(model === undefined ? {} : { model }),
      ...more,
    }
  }
  const root = isVersion4 ? {} : { rootKey: 'd' }
  return [
    build('GET', list, {
      parameters: [...listQuery(isVersion4), select],
      rootKey: isVersion4 ? 'value' : 'd.results',
      paginationType: 'VENDOR_SUPPORTED',
    }),
    build('GET', one, { parameters: [...ids, select], ...root }),
    build('POST', list, { parameters: [body], ...root }),
    build('PATCH', one, { parameters: [...ids, body] }),
    build('DELETE', one, { parameters: ids }),
  ]
}

/** OData protocol §11.2: the system query options. */
function listQuery(isVersion4: boolean): ParameterDocument[] {
  const converter = isVersion4 ? 'toODataFilter' : 'toODataV3Filter'
  return [
    { ...passParameter('where', 'query'), vendorName: `converter:${converter}`, converter },
    { ...renameQuery('pageSize', '$top'), dataType: 'integer', vendorDataType: 'integer' },
    { ...renameQuery('page', '$skip'), dataType: 'integer', vendorDataType: 'integer' },
    renameQuery('orderBy', '$orderby'),
  ]
}

function renameQuery(name: string, vendorName: string): ParameterDocument {
  return { ...passParameter(name, 'query'), vendorName }
}

/** URL conventions: texts are quoted; so are the other types of versions 2 and 3, under their name. */
function writeKey({ key }: EntityType, places: readonly string[], isVersion4: boolean): string {
  const values = key.map(({ type }, at) => {
    const place = `{${places[at]}}`
    if (type === 'Edm.String') return `'${place}'`
    if (isVersion4) return place
    if (type === 'Edm.Guid') return `guid'${place}'`
    return /^Edm\.DateTime(Offset)?$/.test(type) ? `${type.slice(4).toLowerCase()}'${place}'` : place
  })
  return key.length === 1 ? values[0]! : key.map(({ name }, at) => `${name}=${values[at]}`).join(',')
}
