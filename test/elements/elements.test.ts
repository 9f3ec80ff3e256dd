import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintDocument } from '../../cli/lint/lint-document.ts'
import type { ParameterDocument } from '../../src/elements/document/element-document.ts'
import { readTestElements } from './read-elements.ts'

const elements = await readTestElements()
const resources = elements.flatMap((element) => element.resources)

/** Contract, appendix A: the combinations of real files, as `type>vendorType`; those of a response carry a mark. */
const ofResources = `
  query>query path>path body>body value>header value>body query>no-op body>bodyToken multipart>form configuration>path value>query
  configuration>bodyToken value>form query>path path>no-op body>form configuration>body:response configuration>query path>bodyToken
  query>bodyToken configuration>bodyField body>no-op configuration>bodyField:response value>path query>form header>header path>query
  query>header body>query configuration>form multipart>body value>bodyToken query>bodyField multipart>multipart configuration>header
  path>bodyField form>form configuration>header:response path>form configuration>bodyToken:response bodyField>path`
const ofElements =
  'value>header configuration>path configuration>header configuration>query header>value configuration>bodyField value>query'

test('the elements of the tests hold all 40 combinations of parameters of resources', () => {
  const names = ofResources.trim().split(/\s+/)
  assert.equal(names.length, 40)
  assert.deepEqual(
    missing(
      names,
      resources.flatMap(({ parameters }) => parameters ?? []),
    ),
    [],
  )
})

test('and all seven of elements', () => {
  assert.deepEqual(
    missing(
      ofElements.split(' '),
      elements.flatMap(({ parameters }) => parameters ?? []),
    ),
    [],
  )
})

const kinds: readonly (readonly [what: string, present: readonly (string | undefined)[], wanted: readonly string[]])[] = [
  ['authentication', elements.map(({ authentication }) => authentication.type), ['oauth1', 'oauth2Password', 'basic', 'custom']],
  ['protocol', elements.map(({ protocolType }) => protocolType), ['http', 'soap', 'odata']],
  ['paging', resources.map(({ paginationType }) => paginationType), ['VENDOR_SUPPORTED', 'VENDOR_NOT_SUPPORTED', 'NO_PAGINATION']],
  [
    'type of resource',
    resources.map(({ type }) => type),
    [
      ...['api', 'apiNoDocumentation', 'provisionAuthValidation', 'onProvision', 'onProvisionWebhook', 'onRefresh', 'onDelete'],
      ...['onDeleteWebhook', 'oauth2Password'],
    ],
  ],
  ['hook', resources.flatMap(({ hooks }) => (hooks ?? []).map(({ type }) => type)), ['preRequest', 'postRequest']],
  ['hook of an element', elements.flatMap(({ hooks }) => (hooks ?? []).map(({ type }) => type)), ['preRequest', 'postRequest', 'event']],
]
for (const [what, present, wanted] of kinds) {
  test(`every kind of ${what} is among them`, () => {
    assert.deepEqual(
      wanted.filter((kind) => !present.includes(kind)),
      [],
    )
  })
}

test('the linter has nothing to remark on them', () => {
  assert.deepEqual(
    elements.flatMap((element) => lintDocument(element)),
    [],
  )
})

function missing(names: readonly string[], parameters: readonly ParameterDocument[]): string[] {
  const present = new Set(
    parameters.map(({ type, vendorType, source }) => `${type}>${vendorType}${source === 'response' ? ':response' : ''}`),
  )
  return names.filter((name) => !present.has(name))
}
