/**
 * `npm run bench`: the server beside a floor, in the same run on the same machine. CPU per call of the server process is the figure; a ratio of 1 would be
 * as cheap as a program that does nothing but the unavoidable. Rounds are interleaved so that a noisy minute hits both.
 * `npm run bench -- --rounds 5 --seconds 3`; `--hooks` runs the bench of hooks instead, `--catalog` that of a large catalog (`--elements 1000`),
 * `--ceql` that of queries, `--mapping` that of common resources.
 */
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureCatalog, printCatalog } from './catalog.ts'
import { measureCeql, printCeqlBench } from './ceql.ts'
import { benchKey } from './floors/key-cache.ts'
import { benchHooks } from './hooks.ts'
import { load, type Target } from './load.ts'
import { measureMapping, printMapping } from './mapping-page.ts'
import { startOctet } from './octet.ts'
import { pageSize } from './payload.ts'
import { cores, pin, startModule } from './processes.ts'
import { measureQuota, printQuota } from './quota.ts'
import { printReport, type Row, ratioOf } from './report.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    hooks: { type: 'boolean' },
    catalog: { type: 'boolean' },
    ceql: { type: 'boolean' },
    mapping: { type: 'boolean' },
    elements: { type: 'string', default: '1000' },
    quota: { type: 'boolean' },
    minutes: { type: 'string', default: '10' },
  },
})
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]

if (values.hooks === true) {
  process.stdout.write(`${await benchHooks({ rounds, seconds })}\n`)
  process.exit()
}

if (values.catalog === true) {
  const stages = await measureCatalog({ elements: Number(values.elements), definitionSize: 2_000_000 })
  process.stdout.write(`${printCatalog(stages)}\n`)
  process.exit(stages.some(({ longestDelayMs, allowedMs }) => longestDelayMs > (allowedMs ?? Number.POSITIVE_INFINITY)) ? 1 : 0)
}

if (values.ceql === true) {
  const stages = measureCeql({ rounds, seconds: seconds / 10 })
  process.stdout.write(`${printCeqlBench(stages)}\n`)
  process.exit(stages.some(({ perSecond, wanted }) => perSecond < (wanted ?? 0)) ? 1 : 0)
}

if (values.mapping === true) {
  const stages = measureMapping({ rounds, seconds: seconds / 6 })
  process.stdout.write(`${printMapping(stages)}\n`)
  process.exit(stages.some(({ unmapped, mapped, wantedMs }) => mapped - unmapped >= wantedMs) ? 1 : 0)
}

if (values.quota === true) {
  const load = { servers: 2, callers: 40, permits: 190, windowSeconds: 10 }
  const { text, isSound } = printQuota(await measureQuota({ ...load, seconds: Number(values.minutes) * 60 }))
  process.stdout.write(`${text}\n`)
  process.exit(isSound ? 0 : 1)
}

pin(process.pid, cores.loader)
const vendor = await startModule('./vendor.ts', [], cores.loader)
const vendorUrl = `http://127.0.0.1:${vendor.port}`
const streaming = await startModule('./floors/streaming.ts', [vendorUrl], cores.server)
const mapping = await startModule('./floors/mapping.ts', [vendorUrl], cores.server)
const octet = await startOctet(vendorUrl)

const floorOf = (name: string, { child, port }: typeof streaming, path: string): Target => ({
  name,
  pid: child.pid!,
  url: `http://127.0.0.1:${port}${path}`,
  headers: { authorization: benchKey },
})
const octetAt = (path: string): Target => ({
  name: 'octet',
  pid: octet.pid,
  url: `${octet.url}/elements/api-v2/hubs/crm${path}`,
  headers: octet.headers,
})

const cases = [
  { body: '1 KB', floor: floorOf('streaming floor', streaming, '/contacts/10001'), octet: octetAt('/contacts/10001'), wanted: 0.4 },
  {
    body: '100 KB',
    floor: floorOf('mapping floor', mapping, `/contacts?page_size=${pageSize}`),
    octet: octetAt(`/contacts?pageSize=${pageSize}`),
    wanted: 0.6,
  },
]
const rows: Row[] = cases.flatMap(({ body, wanted }) =>
  [1, 16, 64].map((concurrency) => ({ body, concurrency, wanted, floor: [], octet: [] })),
)

try {
  // Warm-up: both compile their code and open their connections.
  for (const { floor, octet: server } of cases) for (const target of [floor, server]) await load(target, 16, 2)
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}\n`)
    for (const row of rows) {
      const { floor, octet: server } = cases.find(({ body }) => body === row.body)!
      ;(row.floor as unknown[]).push(await load(floor, row.concurrency, seconds))
      ;(row.octet as unknown[]).push(await load(server, row.concurrency, seconds))
    }
  }
  process.stdout.write(`${printReport(rows)}\n`)
  const missed = rows.filter((row) => ratioOf(row) < row.wanted)
  process.stdout.write(
    missed.length === 0 ? '\nEvery ratio is reached.\n' : `\n${missed.length} of ${rows.length} ratios are not reached.\n`,
  )
  process.exitCode = missed.length === 0 ? 0 : 1
} finally {
  await octet.stop()
  for (const { child } of [vendor, streaming, mapping]) child.kill()
  rmSync(octet.dataFolder, { recursive: true, force: true })
}
