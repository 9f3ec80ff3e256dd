/** Every document is valid, as Swagger 2.0 and as OpenAPI 3.1: of the elements of this repository, of real exports where they are at hand, of whatever a model may hold. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { validateOpenApi } from '../../test/openapi.ts'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { validateSwagger } from '../../test/swagger.ts'
import { listElementSources } from '../elements/document/element-sources.ts'
import { address, compileDocument, compileResources, describeWhole } from './fixtures/describe-resources.ts'
import { writeOpenApi } from './write-openapi.ts'
import { writeSwagger } from './write-swagger.ts'

const folders = ['../../elements', '../../test/elements', '../../../shared/element-exports'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

for (const folder of folders) {
  const isThere = existsSync(folder)
  test(`elements of ${folder.split('/').slice(-2).join('/')}`, { skip: isThere ? false : 'the folder is not here' }, async () => {
    const sources = await listElementSources(folder)
    assert.ok(sources.length > 0)
    for (const source of sources) {
      const element = compileDocument(await source.read())
      const description = describeWhole(element)
      await assert.doesNotReject(validateSwagger(writeSwagger(description, address)), element.key)
      await assert.doesNotReject(validateOpenApi(writeOpenApi(description, address)), element.key)
    }
  })
}

const names = fc.constantFrom('a', 'b', 'deal', 'emails', 'List', 'x y', 'a/b', '__proto__', 'constructor', '', 'é')
const words = fc.oneof(
  fc.constantFrom('string', 'integer', 'array', 'object', 'Boolean', 'date', 'file', 'unknown', 'null', 'deal', 'a'),
  fc.string(),
)
const references = fc.oneof(
  names,
  names.map((name) => `#/definitions/${name}`),
  fc.constant('#/nowhere'),
  fc.string(),
)

const { schema } = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ type: words, format: words, description: fc.string() }, { requiredKeys: [] }),
    fc.record({ $ref: references }),
    fc.record(
      {
        type: fc.oneof(words, fc.array(words, { maxLength: 2 }), fc.constant(null), fc.object()),
        properties: fc.oneof(fc.dictionary(fc.oneof(names, fc.string()), tie('schema'), { maxKeys: 3 }), fc.anything()),
        items: fc.oneof(tie('schema'), fc.array(tie('schema'), { maxLength: 2 }), fc.anything()),
        required: fc.oneof(fc.array(fc.oneof(names, fc.integer()), { maxLength: 3 }), fc.boolean()),
        enum: fc.oneof(fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 }), fc.string()),
        default: fc.jsonValue(),
        example: fc.oneof(fc.jsonValue(), fc.record({ $ref: fc.string() })),
        additionalProperties: fc.oneof(tie('schema'), fc.boolean(), fc.string()),
        allOf: fc.oneof(fc.array(tie('schema'), { maxLength: 2 }), fc.string()),
        minLength: fc.anything(),
        pattern: fc.oneof(fc.constantFrom('^a', '(', '\\-'), fc.anything()),
        maximum: fc.oneof(fc.integer(), fc.anything()),
        exclusiveMaximum: fc.oneof(fc.boolean(), fc.integer()),
        nullable: fc.boolean(),
        'x-any': fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  ),
}))

const model = fc.record(
  {
    name: fc.oneof(names, fc.anything()),
    swagger: fc.oneof({ weight: 5, arbitrary: fc.dictionary(names, schema, { maxKeys: 4 }) }, fc.jsonValue()),
    requestName: names,
    requestSwagger: fc.oneof(fc.dictionary(names, schema, { maxKeys: 4 }), fc.jsonValue()),
  },
  { requiredKeys: [] },
)

const parameter = fc.record({
  name: fc.oneof(names, fc.constantFrom('where', 'id', 'Authorization')),
  type: fc.constantFrom('query', 'path', 'header', 'form', 'multipart', 'body', 'bodyField', 'value', 'configuration', 'odd'),
  vendorType: fc.constant('query'),
  dataType: words,
  required: fc.boolean(),
  description: fc.oneof(fc.string(), fc.constant(null)),
})

const segment = fc.constantFrom('people', '{id}', '{objectName}', '{a b}', '{}', '{', 'x-y', '{id}.json', '%', 'é')

const resource = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
  path: fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
  model,
  parameters: fc.array(parameter, { maxLength: 4 }),
  operationId: fc.constantFrom('', 'same'),
})

describe('odd documents', () => {
  test('come out valid all the same, whatever their models, parameters and paths', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(resource, { minLength: 1, maxLength: 4 }), async (resources) => {
        // What is not JSON cannot be in a document.
        const description = describeWhole(compileResources(JSON.parse(JSON.stringify(resources))))
        await validateSwagger(writeSwagger(description, address))
        await validateOpenApi(writeOpenApi(description, address))
      }),
      readPropertyRuns(25, 40),
    )
  })
})
