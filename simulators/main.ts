// `npm run simulator <name>`: starts one simulator, prints where it is and how to log in, and stays up until Ctrl-C.

import { startCloseio } from './closeio/closeio.ts'
import * as closeio from './closeio/knobs.ts'
import { startHubspot } from './hubspot/hubspot.ts'
import * as hubspot from './hubspot/knobs.ts'
import { startKeap } from './keap/keap.ts'
import * as keap from './keap/knobs.ts'
import { type Client, KnobError, parseKnob } from './lib/knobs.ts'
import * as pipedrive from './pipedrive/knobs.ts'
import { startPipedrive } from './pipedrive/pipedrive.ts'
import * as salesforce from './salesforce/knobs.ts'
import { startSalesforce } from './salesforce/salesforce.ts'
import * as zoho from './zoho/knobs.ts'
import { startZoho } from './zoho/zoho.ts'

interface Running {
  url: string
  options: { clients: Client[] }
  state: { tenants: Map<string, unknown> }
  close: () => Promise<void>
}

type Settings = Record<string, unknown>

/** A simulator as the command line knows it: its paths, the check of its knobs, its start. */
interface Kind {
  title: string
  paths: { authorize: string; token: string; API: string }
  check: (settings: Settings) => void
  start: (settings: Settings) => Promise<Running>
}

const simulators: Record<string, Kind> = {
  closeio: {
    title: 'Close',
    paths: { authorize: '/oauth2/authorize/', token: '/oauth2/token/', API: '/api/v1/' },
    check: (settings) => closeio.changeKnobs(closeio.createDefaultKnobs(), settings),
    start: startCloseio,
  },
  hubspot: {
    title: 'HubSpot',
    paths: { authorize: '/oauth/authorize', token: '/oauth/v3/token (and /oauth/v1/token)', API: '/crm/v3' },
    check: (settings) => hubspot.changeKnobs(hubspot.createDefaultKnobs(), settings),
    start: startHubspot,
  },
  keap: {
    title: 'Keap',
    paths: { authorize: '/app/oauth/authorize', token: '/token', API: '/crm/rest/v2 (and /crm/rest/v1)' },
    check: (settings) => keap.changeKnobs(keap.createDefaultKnobs(), settings),
    start: startKeap,
  },
  pipedrive: {
    title: 'Pipedrive',
    paths: { authorize: '/oauth/authorize', token: '/oauth/token', API: '/api/v2 (and /api/v1)' },
    check: (settings) => pipedrive.changeKnobs(pipedrive.createDefaultKnobs(), settings),
    start: startPipedrive,
  },
  salesforce: {
    title: 'Salesforce',
    paths: {
      authorize: '/services/oauth2/authorize',
      token: '/services/oauth2/token',
      API: '/services/data, at the instance_url of the token reply',
    },
    check: (settings) => salesforce.changeKnobs(salesforce.createDefaultKnobs(), settings),
    start: startSalesforce,
  },
  zoho: {
    title: 'Zoho CRM',
    paths: { authorize: '/oauth/v2/auth', token: '/oauth/v2/token', API: '/crm/v8' },
    check: (settings) => zoho.changeKnobs(zoho.createDefaultKnobs(), settings),
    start: startZoho,
  },
}

const [name = '', ...rest] = process.argv.slice(2)
const kind = Object.hasOwn(simulators, name) ? simulators[name] : undefined
if (!kind) {
  console.error(`usage: npm run simulator <name> [port=N] [knob=value …]\nnames: ${Object.keys(simulators).join(', ')}`)
  process.exit(2)
}
try {
  const { port, settings } = readArguments(rest)
  kind.check(settings)
  const running = await kind.start({ latencyMin: 80, latencyMax: 300, enforceLimits: true, ...settings, port })
  console.log(describe(kind, running))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close().then(() => process.exit(0)))
} catch (error) {
  if (!(error instanceof KnobError) && (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
  console.error((error as Error).message)
  process.exit(2)
}

function describe({ title, paths }: Kind, { url, options, state }: Running): string {
  const client = options.clients[0]
  const rows = [
    ...Object.entries(paths).map(([what, path]) => [what, url + path]),
    ['control', `${url}/_simulator/knobs`],
    ['client', `${client?.id} / ${client?.secret}`],
    ['tenants', [...state.tenants.keys()].join(', ')],
  ]
  return [`${title} simulator at ${url}`, ...rows.map(([what = '', value]) => `  ${what.padEnd(11)} ${value}`)].join('\n')
}

function readArguments(words: string[]): { port: number; settings: Settings } {
  const settings: Settings = {}
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
