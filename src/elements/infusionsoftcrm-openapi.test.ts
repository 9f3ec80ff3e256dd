/** Whatever the shipped element asks of its vendor must stand in the vendor's own OpenAPI document, where that lies beside this checkout. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { ResourceDocument } from './document/element-document.ts'
import type { FieldTransformation } from './document/octet.ts'
import { readElementFolder } from './document/read-folder.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly string[]
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const url = new URL('../../../shared/vendors/openapi/keap/keap-v2.crm-subset.json', import.meta.url)
const api: OpenApi = existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : { paths: {}, components: { schemas: {} } }
const document = await readElementFolder(fileURLToPath(new URL('../../elements/infusionsoftcrm', import.meta.url)))
const octet = document.octet!

/** The operation of a vendor path whatever its parameters are called. */
function findOperation(method: string, vendorPath: string): Operation {
  const shape = (path: string) => path.replace(/\{[^}]+\}/g, '{}')
  const wanted = shape(vendorPath.split('?')[0]!)
  const path = Object.keys(api.paths).find((each) => shape(each) === wanted)
  const operation = path === undefined ? undefined : api.paths[path]?.[method.toLowerCase()]
  assert.ok(operation, `the vendor has ${method} ${vendorPath}`)
  return operation
}

function resolve(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : resolve(api.components.schemas[schema.$ref.split('/').at(-1)!]!)
}

/** Follows a vendor path (`a.b`, `a[0].b`, `a[SLOT].b`) into a schema. */
function demandMember(schema: Schema, path: string, what: string): Schema {
  return path.split('.').reduce((at, step) => {
    const [, name = '', bracket] = /^([^[]+)(\[.+\])?$/.exec(step)!
    const member = resolve(at).properties?.[name]
    assert.ok(member, `${what}: the vendor knows ${path}`)
    return bracket === undefined ? member : resolve(member).items!
  }, schema)
}

function requestOf({ requestBody }: Operation): Schema {
  return Object.values(requestBody?.content ?? {})[0]!.schema
}

function responseOf({ responses }: Operation): Schema | undefined {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  return Object.values(success?.content ?? {})[0]?.schema
}

function demandParameter(operation: Operation, name: string, what: string) {
  const parameter = operation.parameters?.find((each) => each.name === name && each.in === 'query')
  assert.ok(parameter, `${what}: the vendor knows the query parameter ${name}`)
  const words = new Set([...(parameter.schema.items?.enum ?? []), ...(parameter.description ?? '').split(/[^\w]+/)])
  return (value: string) => assert.ok(words.has(value), `${what}: ${name} takes ${value}`)
}

function isListing(resource: ResourceDocument): boolean {
  return resource.method === 'GET' && resource.rootKey !== undefined
}

function filterNames({ filter = {} }: FieldTransformation): string[] {
  if (typeof filter === 'string') return [filter]
  return Object.values(filter).map((target) => (typeof target === 'string' ? target : target.name))
}

/** Vendor paths that a write of this resource may fill, by hub field. */
function writePlaces(resource: ResourceDocument): [string, string][] {
  const own = resource.octet ?? {}
  const moved = (resource.parameters ?? []).filter(({ type }) => type === 'bodyField').map(({ name }) => name)
  const fields = octet.transformations![own.object!]!.fields.filter(({ path, access }) => access !== 'read' && !moved.includes(path))
  return fields.map(({ path, vendorPath, vendorWritePath }) => [path, own.writePaths?.[path] ?? vendorWritePath ?? vendorPath])
}

const skip = existsSync(url) ? false : 'no OpenAPI document beside this checkout'
describe('the vendor knows what the element asks for', { skip }, () => {
  for (const resource of document.resources) {
    const { method, path, vendorMethod, vendorPath = '' } = resource
    const own = resource.octet ?? {}
    test(`${method} ${path}`, () => {
      const operation = findOperation(vendorMethod, vendorPath)
      checkQuery(operation, resource)
      checkSteps(operation, resource)
      if (own.object === undefined) return
      const { fields, custom } = octet.transformations![own.object]!
      if (isListing(resource)) checkListing(operation, resource, fields)
      const answer = responseOf(operation)!
      const record = isListing(resource) ? demandMember(answer, `${resource.rootKey}[0]`, path) : answer
      for (const { path: name, vendorPath: place } of fields) {
        // Searchable by name, but no member; counted in the detail only; and the kind of an adjustment is never read.
        if (name === 'Leadsource' && own.object === 'contacts') continue
        if (own.object === 'inventory' && name === 'Action') continue
        demandMember(record, place, `reading ${name}`)
      }
      if (custom !== undefined) demandMember(record, `${custom.vendorPath}[0].${custom.id}`, 'vendor-defined fields')
      if (method === 'GET' || method === 'DELETE') return
      for (const [name, place] of writePlaces(resource)) demandMember(requestOf(operation), place, `writing ${name}`)
      for (const place of Object.values(own.clears ?? {}).flat()) demandMember(record, place, 'clearing')
    })
  }

  /** A list of fields may be told in words, or be the members of the record. */
  function checkQuery(operation: Operation, resource: ResourceDocument): void {
    const answer = responseOf(operation)
    const record = answer && (isListing(resource) ? demandMember(answer, `${resource.rootKey}[0]`, resource.path) : answer)
    for (const [name, value] of new URLSearchParams(resource.vendorPath!.split('?')[1] ?? '')) {
      const check = demandParameter(operation, name, resource.path)
      for (const each of value.split(',')) if (resolve(record!).properties?.[each] === undefined) check(each)
    }
  }

  function checkListing(operation: Operation, resource: ResourceDocument, fields: readonly FieldTransformation[]): void {
    const style = own(resource).paging || octet.paging
    assert.ok(style?.style === 'cursor')
    demandParameter(operation, style.size, resource.path)
    demandParameter(operation, style.token, resource.path)
    assert.equal(operation.parameters?.find(({ name }) => name === style.size)?.schema['maximum' as never], style.maxSize)
    demandMember(responseOf(operation)!, style.next, resource.path)
    const { parameter, fields: orders } = own(resource).orderBy!
    for (const order of Object.values(orders)) demandParameter(operation, parameter!, resource.path)(order)
    for (const name of fields.flatMap(filterNames)) demandParameter(operation, octet.where!.parameter!, resource.path)(name)
  }

  function checkSteps(operation: Operation, resource: ResourceDocument): void {
    for (const step of own(resource).steps ?? []) {
      if (step.kind === 'look-up') {
        const side = findOperation('GET', step.path)
        for (const [name, value] of Object.entries(step.query ?? {})) {
          const check = demandParameter(side, name, step.path)
          if (!/^\d+$/.test(value)) check(value.split(/[ =]/)[0]!)
        }
        for (const take of [step.take, ...Object.values(step.also ?? {})]) demandMember(responseOf(side)!, take, step.path)
        for (const place of [step.into, ...Object.keys(step.also ?? {})]) {
          if (place.startsWith('body.')) demandMember(requestOf(operation), place.slice('body.'.length), step.path)
        }
      } else if (step.kind === 'read-merge-write') {
        const check = demandParameter(operation, step.maskParameter!, resource.path)
        for (const [, place] of writePlaces(resource)) check(place.split(/[.[]/)[0]!)
        for (const collection of step.collections) check(collection)
        if (step.fieldsParameter !== undefined && step.collections.length > 0)
          demandParameter(findOperation('GET', resource.vendorPath!), step.fieldsParameter, resource.path)
      }
    }
  }

  test('directories', () => {
    for (const { path, root, id, name } of Object.values(octet.directories!)) {
      const answer = responseOf(findOperation('GET', path))!
      for (const member of [id, ...[name].flat()]) demandMember(answer, `${root}[0].${member}`, path)
    }
  })
})

function own(resource: ResourceDocument) {
  return resource.octet ?? {}
}
