/**
 * `npm run faults [-- --kills 200 --strikes 40 --customers 16 --seed 1]`: kills servers and breaks their locks around token refreshes, then strikes servers while what they
 * remember changes, and reports. Exit 1 when a token was mistreated, an answer was out of date, or something failed or was lost that no strike explains.
 */
import { parseArgs } from 'node:util'
import { runChanges } from './changes/run-changes.ts'
import { runFaults } from './run.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    strikes: { type: 'string' },
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

const strikes = Number(values.strikes ?? Math.ceil(options.kills / 5))
log(`\nchanges under load, ${strikes} strikes`)
const changes = await runChanges({ strikes, seed: options.seed, log })
log(`kills, connections cut                       ${changes.kills}, ${changes.cuts}`)
log(`changes                                      ${changes.changes} (${changes.uncertain} cut off or refused in the middle of a strike)`)
log(
  `calls                                        ${changes.calls} (${changes.killed} broke off with a kill, ${changes.unavailable} answered 503 after a cut)`,
)
log(`failures that no strike explains             ${changes.unexplained.length}`)
log(
  `states shown                                 ${changes.sightings} (the oldest replaced ${Math.round(changes.oldestMs)} ms before its call)`,
)
log(`replaced more than 1 s before the call       ${changes.stale.length}`)
log(`that never were                              ${changes.impossible.length}`)
log(`hub calls answered                           ${changes.hubCalls}`)
log(`usage lost, of the last second before a kill ${changes.lostToKills}`)
log(`usage lost otherwise                         ${changes.lost}`)
log(`usage written twice                          ${changes.repeated}`)
const faults = [...changes.unexplained, ...changes.stale, ...changes.impossible]
for (const fault of faults.slice(0, 20)) log(`  ${fault}`)

const mistreated = report.unexplained.length + report.presentationsAfterStored + report.concurrentRefreshes
const sound = mistreated + faults.length + changes.lost === 0
log(sound ? 'Sound.' : 'Not sound.')
process.exitCode = sound ? 0 : 1
