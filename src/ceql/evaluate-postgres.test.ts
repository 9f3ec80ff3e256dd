import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { createEmptyDatabase } from '../../test/database.ts'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { compareForOrder } from './compare-for-order.ts'
import { compileEvaluate } from './evaluate.ts'
import { columns, type Pair, pair, quoteSql, type Row, row } from './fixtures/conditions-in-sql.ts'
import { parseOrderBy } from './parse-lists.ts'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'

/** At length, more than 100,000 conditions are tried. */
const usual = readPropertyRuns(5, 20)
const isLong = usual.numRuns > 20
const runs = { ...usual, numRuns: isLong ? usual.numRuns * 4 : usual.numRuns }

/** As many conditions as one statement tries on all rows, and rows. */
const [conditions, rows] = [200, 20]

describe('a where evaluated here is true of the records that PostgreSQL’s own WHERE is true of', () => {
  let database: Awaited<ReturnType<typeof createEmptyDatabase>>
  let client: pg.Client

  before(async () => {
    database = await createEmptyDatabase()
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const definitions = columns.map(({ name, sqlType }) => `${name} ${sqlType}${sqlType === 'text' ? ' COLLATE "C"' : ''}`)
    await client.query(`SET TIME ZONE 'UTC'; CREATE TABLE records (number int PRIMARY KEY, ${definitions.join(', ')})`)
  })
  after(async () => {
    await client.end()
    await database.drop()
  })

  /** Of each row, whether each condition is TRUE. */
  const ask = async (pairs: readonly Pair[], records: readonly Row[]): Promise<boolean[][]> => {
    await fill(records)
    const text = `SELECT ${pairs.map(({ sql }) => `(${sql}) IS TRUE`).join(', ')} FROM records ORDER BY number`
    return (await client.query<boolean[]>({ text, rowMode: 'array' })).rows
  }
  const fill = async (records: readonly Row[]) => {
    const written = records.map(
      (record, number) => `(${[number, ...columns.map(({ name }) => literalOf(record[name] ?? null))].join(', ')})`,
    )
    await client.query(`TRUNCATE records; INSERT INTO records VALUES ${written.join(', ')}`)
  }

  it('in records with values of their types, and in those where all values are texts and their types are known', async (t) => {
    const { seed, numRuns } = runs
    const types = new Map(columns.map(({ path, type }) => [path, type]))
    let [conditionsTried, pairsTried] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { minLength: 1, maxLength: conditions, size: 'max' }),
        fc.array(row, { minLength: 1, maxLength: rows, size: 'max' }),
        async (pairs, records) => {
          const expected = await ask(pairs, records)
          const natural = records.map((record, number) => toRecord(record, number))
          const textual = natural.map(writeTexts)
          for (const [at, { ceql, sql }] of pairs.entries()) {
            conditionsTried++
            const text = printCeql(ceql)
            const parsed = parseWhere(text)
            const [plain, typed] = [compileEvaluate(parsed), compileEvaluate(parsed, (path) => types.get(path))]
            for (const [number, record] of natural.entries()) {
              pairsTried++
              const wanted = expected[number]![at]
              const answers = [plain(record), typed(textual[number])]
              if (answers[0] !== wanted || answers[1] !== wanted)
                assert.deepEqual(answers, [wanted, wanted], `${text}\nas ${sql}\nof ${JSON.stringify(record)}`)
            }
          }
        },
      ),
      { seed, numRuns },
    )
    t.diagnostic(`${conditionsTried} conditions, ${pairsTried} answers for conditions and records, no difference`)
    assert(conditionsTried >= (isLong ? 100_000 : 1000), `only ${conditionsTried} conditions were tried`)
  })

  it('and sorted here they stand in the order of its ORDER BY', async () => {
    const sort = fc.tuple(fc.constantFrom(...columns), fc.constantFrom('asc', 'desc'))
    await fc.assert(
      fc.asyncProperty(
        fc.array(sort, { minLength: 1, maxLength: 3 }),
        fc.array(row, { minLength: 2, maxLength: 30 }),
        async (sorts, records) => {
          await fill(records)
          const order = sorts.map(([{ name }, direction]) => `${name} ${direction}`)
          const { rows: sorted } = await client.query<{ number: number }>(`SELECT number FROM records ORDER BY ${order.join(', ')}, number`)
          const compare = compareForOrder(parseOrderBy(sorts.map(([{ path }, direction]) => `${path} ${direction}`).join(',')))
          const here = records.map(toRecord).toSorted(compare)
          assert.deepEqual(
            here.map(({ number }) => number),
            sorted.map(({ number }) => number),
            order.join(', '),
          )
        },
      ),
      readPropertyRuns(6, 150),
    )
  })
})

function literalOf(value: Row[string]): string {
  if (value === null) return 'NULL'
  return typeof value === 'string' ? quoteSql(value) : String(value)
}

type TestRecord = Record<string, unknown> & { number: number }

/** The row as a record: some nest what others write with dots, and what is null may be left out. */
function toRecord(given: Row, number: number): TestRecord {
  const record: TestRecord = { number }
  for (const { path, name } of columns) {
    const value = given[name] ?? null
    if (value === null && number % 2 === 0) continue
    const [first, second] = path.split('.')
    if (second === undefined || number % 3 === 0) record[path] = value
    else record[first!] = { [second]: value }
  }
  return record
}

/** As vendors answer that know nothing but texts. */
function writeTexts(record: object): object {
  return JSON.parse(JSON.stringify(record), (_, value: unknown) =>
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
  )
}
