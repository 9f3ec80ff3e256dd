/** Drives one URL with a fixed number of calls in flight for a while, and says how it went. */
import { Pool } from 'undici'
import { readCpu } from './cpu.ts'

export interface Target {
  readonly name: string
  readonly pid: number
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Sample {
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Microseconds of CPU of the server process for each call. */
  readonly cpuPerCall: number
}

/** Runs `concurrency` loops against the target for `seconds`. Throws at the first answer that is not 200. */
export async function load(target: Target, concurrency: number, seconds: number): Promise<Sample> {
  const { origin, pathname, search } = new URL(target.url)
  const pool = new Pool(origin, { connections: concurrency })
  const latencies: number[] = []
  const [cpuBefore, start] = [readCpu(target.pid), performance.now()]
  const end = start + seconds * 1000
  const loop = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now()
      const reply = await pool.request({ method: 'GET', path: pathname + search, headers: target.headers })
      if (reply.statusCode !== 200) throw new Error(`${target.name} answered ${reply.statusCode}: ${await reply.body.text()}`)
      await reply.body.dump({ limit: Number.MAX_SAFE_INTEGER })
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  const elapsed = (performance.now() - start) / 1000
  const cpu = readCpu(target.pid) - cpuBefore
  await pool.close()
  latencies.sort((a, b) => a - b)
  const at = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!
  return { requestsPerSecond: latencies.length / elapsed, p50: at(0.5), p99: at(0.99), cpuPerCall: cpu / latencies.length }
}
