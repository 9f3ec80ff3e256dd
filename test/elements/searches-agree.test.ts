/** One meaning of a where at every vendor: an alternative takes nothing away, a further condition adds nothing, whoever does which part of it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../property-runs.ts'
import { openCrm as openHubspot } from './hubspotcrm-parts.ts'
import { usePipedrive } from './pipedrive-server.ts'
import { useSfdc } from './sfdc-server.ts'
import { useZoho } from './zohocrmv2-server.ts'

// biome-ignore lint/suspicious/noExplicitAny: a row has its vendor's shape
type Row = any
type List = (query: Record<string, string>) => Promise<readonly Row[]>

/** What a vendor says of the record rather than in it; and names that the element knows of those rows alone that have them, which is a 400 where none has. */
const noFields = /^(?:attributes|url|archived|\$|__|(?:email|phone)[2-9]\.)/

describe('at Salesforce', () => {
  const sfdc = useSfdc()
  for (const resource of ['accounts', 'contacts', 'opportunities']) {
    test(resource, () => agree(async (query) => read(await sfdc.get(`/${resource}`, query))))
  }
})

describe('at Zoho', () => {
  const crm = useZoho()
  for (const resource of ['contacts', 'opportunities']) {
    test(resource, () => agree(async (query) => read(await crm.get(`/${resource}`, query))))
  }
})

describe('at HubSpot', () => {
  for (const resource of ['contacts', 'opportunities']) {
    test(resource, async (t) => {
      const { get } = await openHubspot(t)
      await agree((query) => get(`/${resource}`, query))
    })
  }
})

describe('at Pipedrive', () => {
  const crm = usePipedrive()
  for (const resource of ['contacts', 'opportunities']) test(resource, () => agree((query) => crm.get(`/${resource}`, query)))
})

function read({ status, body, text }: { status: number; body: unknown; text: string }): readonly Row[] {
  assert.equal(status, 200, text)
  return body as Row[]
}

const largest = 200

async function agree(list: List): Promise<void> {
  const rows = await list({ pageSize: '100' })
  const find = async (where: string) => {
    const found = await list({ pageSize: String(largest), where })
    assert.ok(found.length < largest)
    return new Set(found.map(({ id }) => id))
  }
  const leaf = leafOf(rows)
  await fc.assert(
    fc.asyncProperty(leaf, leaf, async (a, b) => {
      const [inA, inB, inEither, inBoth] = await Promise.all([find(a), find(b), find(`(${a}) OR (${b})`), find(`(${a}) AND (${b})`)])
      assert.deepEqual([...inEither].sort(), [...inA.union(inB)].sort(), `${a} OR ${b}`)
      assert.deepEqual([...inBoth].sort(), [...inA.intersection(inB)].sort(), `${a} AND ${b}`)
    }),
    readPropertyRuns(11, 25),
  )
}

function leafOf(rows: readonly Row[]): fc.Arbitrary<string> {
  const values = new Map<string, Set<unknown>>()
  for (const row of rows) collect(values, row, '')
  return fc.constantFrom(...values).chain(([path, held]) => {
    const value = fc.constantFrom(...held)
    const operator = fc.constantFrom('=', '!=', '=', '<=', '>')
    const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
    const inSomeCase = fc.tuple(value, fc.boolean()).map(([each, isUpper]) => (isUpper ? String(each).toUpperCase() : String(each)))
    const isText = [...held].every((each) => typeof each === 'string')
    const isTruth = [...held].every((each) => typeof each === 'boolean')
    const written = isText ? inSomeCase.map(quote) : value.map((each) => quote(String(each)))
    const conditions = [
      fc.tuple(isTruth ? fc.constantFrom('=', '!=') : operator, written).map(([sign, literal]) => `${path} ${sign} ${literal}`),
      fc.tuple(written, written).map(([one, other]) => `${path} IN (${one}, ${other})`),
      fc.constantFrom(`${path} IS NULL`, `${path} IS NOT NULL`),
    ]
    const pattern = inSomeCase.chain((text) =>
      fc.constantFrom(`${text.slice(0, 3)}%`, `%${text.slice(-3)}`, `%${text.slice(1, 4)}%`, `${text.slice(0, 1)}_${text.slice(2)}`),
    )
    const like = fc.tuple(fc.constantFrom('LIKE', 'NOT LIKE'), pattern).map(([word, text]) => `${path} ${word} ${quote(text)}`)
    return fc.oneof(...conditions, ...(isText ? [like] : []))
  })
}

function collect(values: Map<string, Set<unknown>>, record: Row, prefix: string): void {
  for (const [name, value] of Object.entries(record)) {
    const path = prefix + name
    if (noFields.test(path) || !/^\w+$/.test(name) || value === null || value === '' || Array.isArray(value)) continue
    if (typeof value === 'object') collect(values, value, `${path}.`)
    else values.set(path, (values.get(path) ?? new Set()).add(value))
  }
}
