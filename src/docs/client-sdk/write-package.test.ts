import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { ApiDescription, Operation, Parameter, RequestBody } from '../description.ts'
import { writePackage } from './write-package.ts'

const run = promisify(execFile)
const tsc = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname

const input = (name: string, place: Parameter['in'], more: Partial<Parameter> = {}): Parameter => ({
  name,
  in: place,
  required: false,
  schema: { type: 'string' },
  ...more,
})
const operation = (operationId: string, more: Partial<Operation>): Operation => ({
  ...{ summary: 'Ends */ the comment\n`here`', operationId, tags: [], parameters: [], answer: {}, authorization: undefined },
  ...more,
})
const body: RequestBody = { kind: 'json', name: 'body', required: false, schema: { $ref: '#/definitions/a b' } }
const form: RequestBody = {
  kind: 'form',
  type: 'multipart/form-data',
  fields: [{ name: 'file', required: false, schema: { type: 'file' } }],
}

/** Names and shapes as real documents have them. */
const odd: ApiDescription = {
  title: 'Odd `names`',
  paths: {
    '/a/{id}': {
      get: operation('delete', {
        parameters: [input('id', 'path', { required: true }), input('id', 'query'), input('page[size]', 'query')],
        answer: { $ref: '#/definitions/Promise' },
      }),
      post: operation('sendRequest', { body, answer: { $ref: '#/definitions/Gone' } }),
      put: operation('7-up now', { parameters: [input('x-Trace', 'header')], body: form }),
    },
  },
  definitions: {
    Promise: { type: 'object', properties: { 'it\'s "so"': { type: 'array', items: { $ref: '#/definitions/Promise' } } } },
    'a b': { type: 'object', required: ['kind'], properties: { kind: { type: 'string', enum: ['x', '*/'] } } },
    ab: { allOf: [{ $ref: '#/definitions/Promise' }, { type: 'object', properties: { more: { type: 'boolean' } } }] },
    Circle: { allOf: [{ $ref: '#/definitions/Back' }] },
    Back: { $ref: '#/definitions/Circle' },
    map: { type: 'object', additionalProperties: { type: 'array', items: {} } },
  },
}

async function unpack(t: TestContext, description: ApiDescription, key: string) {
  const folder = await mkdtemp(join(tmpdir(), 'octet-package-'))
  t.after(() => rm(folder, { recursive: true }))
  const { archive, fileName } = await writePackage({ key, version: '0123456789ab', description })
  await writeFile(join(folder, 'client.tgz'), archive)
  await run('tar', ['-xzf', 'client.tgz'], { cwd: folder })
  return { folder, fileName }
}

test('documents with odd names make packages that are valid JavaScript and valid TypeScript', async (t) => {
  const packed = await unpack(t, odd, '_Élan & Co.')
  assert.equal(packed.fileName, 'lan-co--client-0123456789ab.tgz')
  await run(tsc, ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'esnext,dom', '--types', '', 'package/index.d.ts'], {
    cwd: packed.folder,
  })
  const client = await import(pathToFileURL(join(packed.folder, 'package/index.js')).href)
  assert.deepEqual(Object.keys(client).sort(), ['RequestFailure', '_7UpNow', '_delete', 'sendRequest_2'])
})

test('each value goes where the document says', async (t) => {
  const packed = await unpack(t, odd, 'odd')
  const client = await import(pathToFileURL(join(packed.folder, 'package/index.js')).href)
  const sent: { url: string; init: RequestInit }[] = []
  const answer = (url: string, init: RequestInit) => {
    sent.push({ url, init })
    return Promise.resolve(new Response('{"done":true}', { headers: { 'content-type': 'application/json' } }))
  }
  const connection = { baseUrl: 'https://octet.example/elements/api-v2/', userSecret: 'u', elementToken: 'e', fetch: answer }
  assert.deepEqual((await client._delete(connection, { id: 'a/$&', id_query: 'x&y', 'page[size]': 3 })).body, { done: true })
  assert.equal(sent[0]?.url, 'https://octet.example/elements/api-v2/a/a%2F%24%26?id=x%26y&page%5Bsize%5D=3')
  assert.equal((sent[0]!.init.headers as Record<string, string>)['authorization'], 'User u, Element e')
  await client.sendRequest_2(connection, { body: { kind: 'x' } })
  assert.equal(sent[1]?.init.body, '{"kind":"x"}')
  await assert.rejects(client._delete(connection), /id is missing/)
})
