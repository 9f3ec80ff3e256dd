/** CPU time of another process, read from Linux. */
import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** User and system time that the process `pid` has used so far, in microseconds (resolution 10 ms). */
export function readCpu(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000_000
}
