// `npm run simulator <name>`: starts one simulator, prints where it is and how to log in, and stays up until Ctrl-C.

import { startKeap } from './keap/keap.ts'
import { changeKnobs, createDefaultKnobs } from './keap/knobs.ts'
import { KnobError, parseKnob } from './lib/knobs.ts'

interface Running {
  lines: string[]
  close: () => Promise<void>
}

/** Simulators by name: how each is started from its command line. */
const simulators: Record<string, (port: number, settings: Record<string, unknown>) => Promise<Running>> = {
  keap: async (port, settings) => {
    changeKnobs(createDefaultKnobs(), settings)
    const keap = await startKeap({ latencyMin: 80, latencyMax: 300, enforceLimits: true, ...settings, port })
    const client = keap.options.clients[0]
    const lines = [
      `Keap simulator at ${keap.url}`,
      `  authorize   ${keap.url}/app/oauth/authorize`,
      `  token       ${keap.url}/token`,
      `  API         ${keap.url}/crm/rest/v2 (and /crm/rest/v1)`,
      `  control     ${keap.url}/_simulator/knobs`,
      `  client      ${client?.id} / ${client?.secret}`,
      `  tenants     ${[...keap.state.tenants.keys()].join(', ')}`,
    ]
    return { lines, close: () => keap.close() }
  },
}

const [name = '', ...rest] = process.argv.slice(2)
const start = Object.hasOwn(simulators, name) ? simulators[name] : undefined
if (!start) {
  console.error(`usage: npm run simulator <name> [port=N] [knob=value …]\nnames: ${Object.keys(simulators).join(', ')}`)
  process.exit(2)
}
try {
  const { port, settings } = readArguments(rest)
  const running = await start(port, settings)
  console.log(running.lines.join('\n'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close().then(() => process.exit(0)))
} catch (error) {
  if (!(error instanceof KnobError) && (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
  console.error((error as Error).message)
  process.exit(2)
}

function readArguments(words: string[]): { port: number; settings: Record<string, unknown> } {
  const settings: Record<string, unknown> = {}
  for (let at = 0; at < words.length; at += 1) {
    const word = (words[at] ?? '').replace(/^--/, '')
    const [text, used] = word.includes('=') ? [word, 0] : [`${word}=${words[at + 1] ?? ''}`, 1]
    Object.assign(settings, parseKnob(text))
    at += used
  }
  const { port = 0, ...knobs } = settings
  if (!Number.isInteger(port) || Number(port) < 0 || Number(port) > 65_535) throw new KnobError('port: a number from 0 to 65535')
  return { port: Number(port), settings: knobs }
}
