/** The judge of OpenAPI 3.1 documents: the form's own schema, JSON Schema's for each schema in them, and the rules that neither of these can say. */
import assert from 'node:assert/strict'
import SwaggerParser from '@apidevtools/swagger-parser'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const ajv = new Ajv2020({ strict: false, validateFormats: true })
addFormats.default(ajv)

interface Operation {
  readonly operationId: string
  readonly security: readonly object[]
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
}

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: object; readonly securitySchemes: object }
}

/** Rejects with what is wrong with a document. */
export async function validateOpenApi(document: object): Promise<void> {
  const copy = JSON.parse(JSON.stringify(document))
  const { openapi, paths, components } = copy as Document
  assert.match(openapi, /^3\.1\.\d+$/)
  for (const schema of listSchemas(copy))
    assert.ok(ajv.validateSchema(schema), `${ajv.errorsText()} in ${JSON.stringify(schema).slice(0, 300)}`)
  for (const name of Object.keys(components.schemas)) assert.match(name, /^[A-Za-z0-9._-]+$/)
  const ids: string[] = []
  for (const [path, verbs] of Object.entries(paths)) {
    for (const { operationId, parameters, security } of Object.values(verbs)) {
      ids.push(operationId)
      const places = parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
      assert.equal(new Set(places).size, places.length, `${operationId} has a parameter twice`)
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      assert.deepEqual(inPath.sort(), [...path.matchAll(/\{([^/{}]+)\}/g)].map(([, name]) => name).sort(), `placeholders of ${path}`)
      for (const scheme of security.flatMap(Object.keys)) assert.ok(Object.hasOwn(components.securitySchemes, scheme), scheme)
    }
  }
  assert.equal(new Set(ids).size, ids.length, 'an operation id twice')
  // Resolves every reference, in place.
  await SwaggerParser.validate(copy)
}

/** Every schema that stands somewhere by itself; those within them are judged with them. */
function listSchemas(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === 'schema') return [member]
    if (name === 'schemas') return Object.values(member)
    return listSchemas(member)
  })
}
