/** The options of the server: the only reader of the environment. Each is checked here, so that a wrong one stops the start and says its name. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { isRecord } from './lib/is-record.ts'

export interface Config {
  readonly port: number
  /** Absolute path of the data folder. */
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  /** Sealing keys of 32 bytes, newest first; none: they are kept in the data folder. Two during a rotation. */
  readonly keys: readonly Buffer[]
  /** Host names and addresses that calls may go to although they are private, in lower case. */
  readonly allowHosts: readonly string[]
  /** Absolute path of one more folder of elements. */
  readonly elementsFolder: string | undefined
  /** Configuration defaults of this server, by element key. */
  readonly elementDefaults: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Our own URL as clients see it, without a slash at the end. */
  readonly publicUrl: string | undefined
  /** Addresses and networks (CIDR) whose forwarded headers are believed. */
  readonly trustedProxies: readonly string[]
  readonly logLevel: LogLevel
  /** Whether strangers may sign up. */
  readonly openToStrangers: boolean
  /** Days that rows are kept; 0: for ever. */
  readonly keepDays: { readonly usage: number; readonly audit: number }
  /** What `GET /metrics` asks for; undefined: there is none. */
  readonly metricsToken: string | undefined
  /** Where traces go; undefined: nowhere. */
  readonly telemetry: TelemetryConfig | undefined
}

export interface TelemetryConfig {
  /** Base URL of an OTLP/HTTP receiver, without a slash at the end. */
  readonly endpoint: string
  /** Sent with every export; may hold secrets. */
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  /** Share of the traces that begin here, 0 to 1. */
  readonly share: number
  /** Whether vendors are told the trace that a call belongs to. */
  readonly tellsVendors: boolean
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Every option with its default and meaning, as the README's table shows them. */
export const options = {
  PORT: { default: '8080', meaning: 'Port to listen on; 0 takes a free one' },
  OCTET_DATA: { default: '.octet', meaning: 'Data folder: the embedded PostgreSQL and the sealing key' },
  DATABASE_URL: {
    default: '',
    meaning: 'A PostgreSQL 15 or newer to use instead of the embedded one (a direct connection or a session pooler)',
  },
  OCTET_KEY: {
    default: '',
    meaning:
      'Sealing key, 32 bytes in base64 or 64 hex characters; made at the first start if not given, required with DATABASE_URL. During a rotation two, new and old, separated by a comma',
  },
  OCTET_ALLOW_HOSTS: {
    default: '',
    meaning:
      'Hosts (`host`, `host:port`, `*.example.com`), separated by commas, that may be called over plain http, and although their addresses are private or loopback or stand in the hosts file only',
  },
  OCTET_ELEMENTS: { default: '', meaning: 'One more folder of elements: element folders and exported `*.json` files' },
  OCTET_ELEMENT_DEFAULTS: { default: '', meaning: 'Configuration defaults by element key: JSON, or the path of a JSON file' },
  OCTET_PUBLIC_URL: { default: '', meaning: "The server's own URL as clients see it" },
  OCTET_TRUSTED_PROXIES: { default: '', meaning: 'Addresses or networks, separated by commas, whose forwarded headers are believed' },
  OCTET_SIGNUP: {
    default: 'closed',
    meaning: '`open` lets anybody sign up, with an organization of their own; `closed`: only who administers a customer signs others up',
  },
  OCTET_LOG_LEVEL: { default: 'info', meaning: `One of ${logLevels.join(', ')}` },
  OCTET_KEEP_USAGE_DAYS: { default: '90', meaning: 'Days that usage is kept, rounded up to whole weeks; 0 keeps it for ever' },
  OCTET_KEEP_AUDIT_DAYS: {
    default: '365',
    meaning: 'Days that the record of changes is kept, rounded up to whole months; 0 keeps it for ever',
  },
  OCTET_METRICS_TOKEN: {
    default: '',
    meaning: 'Turns `GET /metrics` (Prometheus) on; scrapers send it as `Authorization: Bearer …`. At least 16 characters',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    default: '',
    meaning: 'Base URL of an OpenTelemetry receiver (OTLP over HTTP), for example `http://localhost:4318`; turns traces on',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    default: '',
    meaning: 'Headers for that receiver: `name=value`, separated by commas, values percent-encoded',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    default: '1',
    meaning: 'Share of the calls that are traced, 0 to 1; a call that brings a `traceparent` is traced as that says',
  },
  OTEL_SERVICE_NAME: { default: 'octet', meaning: 'Name of the service in traces' },
  OCTET_TRACE_VENDORS: { default: 'false', meaning: '`true` sends `traceparent` to vendors too' },
} as const satisfies Record<string, { default: string; meaning: string }>

export type OptionName = keyof typeof options
type ReadText = (name: OptionName) => string | undefined

/** A wrong option. The message names it, what was expected and what came; never a secret's value. */
export class ConfigError extends Error {
  readonly option: OptionName

  constructor(option: OptionName, expected: string, got?: string) {
    super(`${option}: expected ${expected}${got === undefined ? '' : `, got ${got}`}`)
    this.name = 'ConfigError'
    this.option = option
  }
}

/** Reads the options from an environment; an empty value counts as none. Throws a `ConfigError` at the first wrong one. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const text: ReadText = (name) => env[name]?.trim() || options[name].default || undefined
  const databaseUrl = readDatabaseUrl(text('DATABASE_URL'))
  const keys = readList(text('OCTET_KEY')).map(readKey)
  if (databaseUrl !== undefined && keys.length === 0) {
    throw new ConfigError('OCTET_KEY', '32 bytes in base64 or 64 hex characters, required with DATABASE_URL', 'nothing')
  }
  const elementsFolder = text('OCTET_ELEMENTS')
  return {
    port: readPort(text('PORT')!),
    dataFolder: resolve(text('OCTET_DATA')!),
    databaseUrl,
    keys,
    allowHosts: readList(text('OCTET_ALLOW_HOSTS')).map(readHost),
    elementsFolder: elementsFolder === undefined ? undefined : resolve(elementsFolder),
    elementDefaults: readElementDefaults(text('OCTET_ELEMENT_DEFAULTS')),
    publicUrl: readHttpUrl('OCTET_PUBLIC_URL', text('OCTET_PUBLIC_URL')),
    trustedProxies: readList(text('OCTET_TRUSTED_PROXIES')).map(readNetwork),
    logLevel: readLogLevel(text('OCTET_LOG_LEVEL')!),
    openToStrangers: readSignup(text('OCTET_SIGNUP')!),
    keepDays: { usage: readDays('OCTET_KEEP_USAGE_DAYS', text), audit: readDays('OCTET_KEEP_AUDIT_DAYS', text) },
    metricsToken: readMetricsToken(text('OCTET_METRICS_TOKEN')),
    telemetry: readTelemetry(text),
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new ConfigError('PORT', 'a whole number from 0 to 65535', text)
  return port
}

function readSignup(text: string): boolean {
  if (text !== 'open' && text !== 'closed') throw new ConfigError('OCTET_SIGNUP', 'open or closed', text)
  return text === 'open'
}

function readDays(name: OptionName, text: ReadText): number {
  const days = text(name)!
  if (!/^\d{1,5}$/.test(days)) throw new ConfigError(name, 'a whole number of days up to 99999, or 0', days)
  return Number(days)
}

function readMetricsToken(token: string | undefined): string | undefined {
  // The value is a secret: it is not shown.
  if (token !== undefined && !/^[\x21-\x7e]{16,}$/.test(token))
    throw new ConfigError('OCTET_METRICS_TOKEN', 'at least 16 visible ASCII characters', `${token.length} characters of another form`)
  return token
}

function readTelemetry(text: ReadText): TelemetryConfig | undefined {
  const endpoint = readHttpUrl('OTEL_EXPORTER_OTLP_ENDPOINT', text('OTEL_EXPORTER_OTLP_ENDPOINT'))
  const share = Number(text('OTEL_TRACES_SAMPLER_ARG'))
  if (!(share >= 0 && share <= 1))
    throw new ConfigError('OTEL_TRACES_SAMPLER_ARG', 'a number from 0 to 1', text('OTEL_TRACES_SAMPLER_ARG')!)
  const tellsVendors = text('OCTET_TRACE_VENDORS')!
  if (tellsVendors !== 'true' && tellsVendors !== 'false') throw new ConfigError('OCTET_TRACE_VENDORS', 'true or false', tellsVendors)
  const headers = Object.fromEntries(readList(text('OTEL_EXPORTER_OTLP_HEADERS')).map(readTelemetryHeader))
  if (endpoint === undefined) return undefined
  return { endpoint, headers, serviceName: text('OTEL_SERVICE_NAME')!, share, tellsVendors: tellsVendors === 'true' }
}

/** The form of W3C Baggage, as the OpenTelemetry specification has it. */
function readTelemetryHeader(item: string): [string, string] {
  const match = /^([\w!#$%&'*.^`|~+-]+)\s*=\s*([\x21-\x7e]*)$/.exec(item)
  // A value may be a secret: it is not shown.
  const wrong = () => new ConfigError('OTEL_EXPORTER_OTLP_HEADERS', 'name=value, separated by commas, values percent-encoded')
  if (match === null) throw wrong()
  try {
    return [match[1]!, decodeURIComponent(match[2]!)]
  } catch {
    throw wrong()
  }
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  // The value may hold a password: it is not shown.
  if (url === null)
    throw new ConfigError('DATABASE_URL', 'a URL like postgres://user:password@host:5432/database', 'something that is not a URL')
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw new ConfigError('DATABASE_URL', 'a URL that begins with postgres:// or postgresql://', `one that begins with ${url.protocol}`)
  }
  return text
}

function readKey(text: string): Buffer {
  const isHex = /^[0-9a-fA-F]{64}$/.test(text)
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text)
  const key = Buffer.from(text, isHex ? 'hex' : 'base64')
  if (!(isHex || isBase64) || key.length !== 32) {
    throw new ConfigError('OCTET_KEY', '32 bytes in base64 or 64 hex characters', `${text.length} characters of another form`)
  }
  return key
}

function readList(text: string | undefined): string[] {
  const items = (text ?? '').split(',').map((item) => item.trim())
  return items.filter((item) => item !== '')
}

/** The forms that the guarded door knows: `host`, `host:port`, `*.example.com`, IPv6 in brackets. */
function readHost(item: string): string {
  const host = ipaddr.IPv6.isValid(item) ? `[${item.toLowerCase()}]` : item.toLowerCase()
  if (!/^(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)(:\d{1,5})?$/.test(host)) {
    throw new ConfigError('OCTET_ALLOW_HOSTS', 'host, host:port or *.example.com, separated by commas, without scheme and path', item)
  }
  return host
}

function readNetwork(item: string): string {
  if (!ipaddr.isValid(item) && !ipaddr.isValidCIDR(item)) {
    throw new ConfigError('OCTET_TRUSTED_PROXIES', 'addresses or networks like 10.0.0.0/8, separated by commas', item)
  }
  return item
}

function readHttpUrl(name: OptionName, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigError(name, 'an http or https URL without user, query and fragment', url?.password ? 'one with a password' : text)
  }
  return url.href.replace(/\/+$/, '')
}

function readLogLevel(text: string): LogLevel {
  const level = logLevels.find((name) => name === text.toLowerCase())
  if (level === undefined) throw new ConfigError('OCTET_LOG_LEVEL', `one of ${logLevels.join(', ')}`, text)
  return level
}

function readElementDefaults(text: string | undefined): Config['elementDefaults'] {
  if (text === undefined) return {}
  const expected = 'JSON like {"elementKey": {"configuration.key": "value"}}, or the path of a file that holds it'
  const value = parseDefaults(text, expected)
  if (
    !isRecord(value) ||
    !Object.values(value).every((entry) => isRecord(entry) && Object.values(entry).every((item) => typeof item === 'string'))
  ) {
    // A default may be a client secret: the value is not shown.
    throw new ConfigError('OCTET_ELEMENT_DEFAULTS', expected, 'JSON of another form')
  }
  return value as Config['elementDefaults']
}

function parseDefaults(text: string, expected: string): unknown {
  const inline = text.startsWith('{')
  let json = text
  try {
    if (!inline) json = readFileSync(resolve(text), 'utf8')
  } catch {
    throw new ConfigError('OCTET_ELEMENT_DEFAULTS', expected, `a path that cannot be read: ${text}`)
  }
  try {
    return JSON.parse(json)
  } catch {
    throw new ConfigError('OCTET_ELEMENT_DEFAULTS', expected, inline ? 'something that is not JSON' : `a file that is not JSON: ${text}`)
  }
}
