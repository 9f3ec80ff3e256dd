/** docs/elements/octet-extension.md and the schema are one list of members. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { elementOctetSchema, resourceOctetSchema } from './octet-schema.ts'

/** Without the marks around whole blocks: three in a row would pair the others wrongly. */
const page = readFileSync(new URL('../../../docs/elements/octet-extension.md', import.meta.url), 'utf8').replaceAll('```', '')

interface Node {
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly const?: unknown
  readonly patternProperties?: Readonly<Record<string, Node>>
}

/** Every member name and every fixed word that the schema knows, at any depth. */
function collectWords(node: Node): Set<string> {
  const words = new Set<string>(typeof node.const === 'string' ? [node.const] : [])
  const below = [...Object.values(node.properties ?? {}), ...Object.values(node.patternProperties ?? {}), ...(node.anyOf ?? [])]
  for (const name of Object.keys(node.properties ?? {})) words.add(name)
  for (const child of node.items === undefined ? below : [...below, node.items]) for (const word of collectWords(child)) words.add(word)
  return words
}

const schemaWords = new Set([...collectWords(elementOctetSchema as Node), ...collectWords(resourceOctetSchema as Node)])

test('the page has every word of the schema, as code', () => {
  const code = [...page.matchAll(/`([^`]+)`/g)].flatMap(([, text]) => [text!, ...text!.split(/[^\w!<>=-]+/)])
  assert.ok(schemaWords.size > 60)
  assert.deepEqual(
    [...schemaWords].filter((word) => !code.includes(word)),
    [],
  )
})

test('members in the first column of a table are members of the schema', () => {
  const first = [...page.matchAll(/^\| `([A-Za-z-]+)` \|/gm)].map(([, name]) => name!)
  assert.ok(first.length > 15)
  assert.deepEqual(
    first.filter((name) => !schemaWords.has(name)),
    [],
  )
})
