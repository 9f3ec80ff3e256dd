/**
 * `npm run bench -- --hooks`: what hooks cost. A call without hooks, with a small one, and a list of 200 KB mapped by one, each beside a floor in the same run;
 * then the same small calls while another account loops for ever. CPU per call of the server process (all its threads).
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchKey } from './floors/key-cache.ts'
import { load, type Sample, type Target } from './load.ts'
import { cores, pin, startModule } from './processes.ts'
import { summarize } from './report.ts'

interface HookedOctet {
  readonly child: ChildProcess
  readonly port: number
  readonly accounts: readonly Readonly<Record<string, string>>[]
}

/** Runs it and gives the tables, in Markdown. `seconds` is the length of each measurement; rounds are interleaved. */
export async function benchHooks({ rounds, seconds }: { readonly rounds: number; readonly seconds: number }): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'octet-bench-hooks-'))
  const vendor = await startModule('./hooks-vendor.ts', [], cores.loader)
  const vendorUrl = `http://127.0.0.1:${vendor.port}`
  const streaming = await startModule('./floors/streaming.ts', [vendorUrl], cores.server)
  const mapping = await startModule('./floors/mapping.ts', [vendorUrl], cores.server)
  const octet = await startHookedOctet(vendorUrl, dataFolder)
  const floor = (name: string, { child, port }: typeof streaming, path: string): Target => ({
    name,
    pid: child.pid!,
    url: `http://127.0.0.1:${port}${path}`,
    headers: { authorization: benchKey },
  })
  const call = (path: string): Target => ({
    name: path,
    pid: octet.child.pid!,
    url: `http://127.0.0.1:${octet.port}/elements/api-v2/hubs/general/${path}`,
    headers: octet.accounts[0]!,
  })
  const targets = [
    floor('floor: 1 KB streamed', streaming, '/one'),
    call('plain'),
    call('hooked'),
    floor('floor: 200 KB mapped', mapping, '/list'),
    call('list'),
  ]
  try {
    const [alone, beside] = [new Map<string, Sample[]>(), new Map<string, Sample[]>()]
    let timeouts = 0
    for (const target of targets) await load(target, 4, Math.min(seconds, 2))
    for (let round = 0; round < rounds; round++) {
      await measure(targets, seconds, alone)
      const loop = loopForEver(octet)
      await measure([call('plain'), call('hooked')], seconds, beside)
      timeouts += await loop.stop()
      // The script that nobody waits for any more still has its deadline.
      await new Promise((resolve) => setTimeout(resolve, 6000))
    }
    const lines = [...alone, ...[...beside].map(([name, samples]) => [`${name}, another account loops`, samples] as const)]
    return `${printTable(lines)}\n\nThe looping account was ended ${timeouts} times meanwhile.`
  } finally {
    octet.child.kill()
    await once(octet.child, 'exit')
    for (const { child } of [vendor, streaming, mapping]) child.kill()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

async function startHookedOctet(vendorUrl: string, dataFolder: string): Promise<HookedOctet> {
  const child = fork(new URL('./hooks-octet.ts', import.meta.url), [vendorUrl, dataFolder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = (await once(child, 'message')) as [Omit<HookedOctet, 'child'>]
  pin(child.pid!, cores.server)
  return { child, ...message }
}

/** Each target at one call in flight and at 16. */
async function measure(targets: readonly Target[], seconds: number, into: Map<string, Sample[]>): Promise<void> {
  for (const target of targets) {
    for (const concurrency of [1, 16]) {
      const name = `${target.name}, ${concurrency} in flight`
      into.set(name, [...(into.get(name) ?? []), await load(target, concurrency, seconds)])
    }
  }
}

/** Keeps two calls of the second account's endless script in flight. */
function loopForEver({ port, accounts }: HookedOctet): { stop(): Promise<number> } {
  const control = new AbortController()
  let timeouts = 0
  const loop = async (): Promise<void> => {
    while (!control.signal.aborted) {
      const reply = await fetch(`http://127.0.0.1:${port}/elements/api-v2/hubs/general/looping`, {
        headers: accounts[1]!,
        signal: control.signal,
      }).catch(() => undefined)
      if (reply?.status === 500) timeouts++
      await reply?.text()
    }
  }
  const loops = [loop(), loop()]
  return {
    async stop() {
      control.abort()
      await Promise.all(loops)
      return timeouts
    },
  }
}

function printTable(lines: readonly (readonly [name: string, samples: readonly Sample[]])[]): string {
  const rows = lines.map(([name, samples]) => {
    const show = (key: keyof Sample, digits: number): string => summarize(samples.map((sample) => sample[key])).median.toFixed(digits)
    return `| ${name} | ${show('requestsPerSecond', 0)} | ${show('p50', 2)} | ${show('p99', 2)} | ${show('cpuPerCall', 0)} |`
  })
  return ['| call | req/s | p50 ms | p99 ms | CPU µs/call |', '|---|---|---|---|---|', ...rows].join('\n')
}
