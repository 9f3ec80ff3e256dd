/** `npm run faults [-- --kills 200 --customers 16 --seed 1]`: kills servers and breaks their locks around token refreshes, and reports. Exit 1 when a token was mistreated. */
import { parseArgs } from 'node:util'
import { runFaults } from './run.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    customers: { type: 'string', default: '16' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const options = { kills: Number(values.kills), customers: Number(values.customers), seed: Number(values.seed) }
const log = (line: string): void => void process.stdout.write(`${line}\n`)
log(`seed ${options.seed}`)
const report = await runFaults({ ...options, log })
log(`kills                                        ${report.kills} (${report.killsDuringRefresh} while a token was on its way)`)
log(
  `lock sessions broken                         ${report.lockSessionsBroken} (${report.breaksDuringRefresh} strikes while a token was on its way)`,
)
log(`hub calls                                    ${report.calls}`)
log(
  `recovered                                    ${report.recovered} (${report.recoveredPresentations} by presenting the same token once more)`,
)
log(`marked                                       ${report.marked} (pairs issued and never received: ${report.lostPairs.length})`)
log(`marked and lost that do not match            ${report.unexplained.length}`)
log(`presentations after the successor was stored ${report.presentationsAfterStored}`)
log(`concurrent refreshes of one generation       ${report.concurrentRefreshes}`)
const sound = report.unexplained.length + report.presentationsAfterStored + report.concurrentRefreshes === 0
log(sound ? 'Sound.' : 'Not sound.')
process.exitCode = sound ? 0 : 1
