import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { ConfigError, options, readConfig } from './config.ts'

const key = 'ab'.repeat(32)

describe('the options', () => {
  it('have defaults that need nothing in the environment', () => {
    assert.deepEqual(readConfig({}), {
      port: 8080,
      dataFolder: resolve('.octet'),
      databaseUrl: undefined,
      keys: [],
      allowHosts: [],
      elementsFolder: undefined,
      elementDefaults: {},
      publicUrl: undefined,
      trustedProxies: [],
      logLevel: 'info',
      keepDays: { usage: 90, audit: 365 },
      metricsToken: undefined,
      telemetry: undefined,
      openToStrangers: false,
    })
  })

  it('are all read', () => {
    const config = readConfig({
      PORT: '0',
      OCTET_DATA: '/srv/octet',
      DATABASE_URL: 'postgres://me:pw@db/octet',
      OCTET_KEY: key,
      OCTET_ALLOW_HOSTS: '127.0.0.1, LocalHost,[::1],::1,crm.test:8443,*.Intra.test',
      OCTET_ELEMENTS: 'more',
      OCTET_ELEMENT_DEFAULTS: '{"crm": {"base.url": "http://127.0.0.1:1"}}',
      OCTET_PUBLIC_URL: 'https://octet.example.com/',
      OCTET_TRUSTED_PROXIES: '10.0.0.0/8,::1',
      OCTET_LOG_LEVEL: 'DEBUG',
      OCTET_KEEP_USAGE_DAYS: '30',
      OCTET_KEEP_AUDIT_DAYS: '0',
      OCTET_METRICS_TOKEN: 'scrape-me-0123456789',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, x-team=crm',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      OTEL_SERVICE_NAME: 'hub',
      OCTET_TRACE_VENDORS: 'true',
    })
    assert.deepEqual(config, {
      port: 0,
      dataFolder: '/srv/octet',
      databaseUrl: 'postgres://me:pw@db/octet',
      keys: [Buffer.alloc(32, 0xab)],
      allowHosts: ['127.0.0.1', 'localhost', '[::1]', '[::1]', 'crm.test:8443', '*.intra.test'],
      elementsFolder: resolve('more'),
      elementDefaults: { crm: { 'base.url': 'http://127.0.0.1:1' } },
      publicUrl: 'https://octet.example.com',
      trustedProxies: ['10.0.0.0/8', '::1'],
      logLevel: 'debug',
      keepDays: { usage: 30, audit: 0 },
      metricsToken: 'scrape-me-0123456789',
      telemetry: {
        endpoint: 'http://localhost:4318',
        headers: { 'api-key': 'a b', 'x-team': 'crm' },
        serviceName: 'hub',
        share: 0.25,
        tellsVendors: true,
      },
      openToStrangers: false,
    })
  })

  it('take the key in hex, base64 and base64url', () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index))
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      assert.deepEqual(readConfig({ OCTET_KEY: bytes.toString(form) }).keys, [bytes], form)
    }
    assert.deepEqual(readConfig({ OCTET_KEY: `${key}, ${bytes.toString('base64')}` }).keys, [Buffer.from(key, 'hex'), bytes], 'new and old')
  })

  it('read element defaults from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'octet-config-'))
    const file = join(folder, 'defaults.json')
    writeFileSync(file, '{"crm": {"a": "b"}}')
    assert.deepEqual(readConfig({ OCTET_ELEMENT_DEFAULTS: file }).elementDefaults, { crm: { a: 'b' } })
    rmSync(folder, { recursive: true })
  })

  it('count as not given when empty', () => {
    assert.equal(readConfig({ DATABASE_URL: '', PORT: ' ' }).port, 8080)
  })

  const wrong: [string, Record<string, string>, RegExp][] = [
    ['PORT', { PORT: '80a' }, /^PORT: expected a whole number from 0 to 65535, got 80a$/],
    ['PORT', { PORT: '65536' }, /got 65536$/],
    ['PORT', { PORT: '-1' }, /got -1$/],
    ['DATABASE_URL', { DATABASE_URL: 'not a url', OCTET_KEY: key }, /something that is not a URL$/],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://a:hush@b/c', OCTET_KEY: key }, /one that begins with mysql:$/],
    ['OCTET_KEY', { DATABASE_URL: 'postgres://a:hush@b/c' }, /required with DATABASE_URL, got nothing$/],
    ['OCTET_KEY', { OCTET_KEY: 'hush' }, /32 bytes in base64 or 64 hex characters, got 4 characters of another form$/],
    ['OCTET_KEY', { OCTET_KEY: `${key}hush` }, /got 68 characters of another form$/],
    ['OCTET_ALLOW_HOSTS', { OCTET_ALLOW_HOSTS: 'http://localhost' }, /without scheme and path, got http:\/\/localhost$/],
    ['OCTET_ALLOW_HOSTS', { OCTET_ALLOW_HOSTS: 'localhost/path' }, /got localhost\/path$/],
    ['OCTET_PUBLIC_URL', { OCTET_PUBLIC_URL: 'octet.example.com' }, /an http or https URL .* got octet.example.com$/],
    ['OCTET_PUBLIC_URL', { OCTET_PUBLIC_URL: 'https://u:hush@octet.example.com' }, /got one with a password$/],
    ['OCTET_TRUSTED_PROXIES', { OCTET_TRUSTED_PROXIES: '10.0.0.0/8,proxy' }, /got proxy$/],
    ['OCTET_TRUSTED_PROXIES', { OCTET_TRUSTED_PROXIES: '10.0.0.0/33' }, /got 10.0.0.0\/33$/],
    ['OCTET_LOG_LEVEL', { OCTET_LOG_LEVEL: 'loud' }, /one of fatal, error, .*, got loud$/],
    ['OCTET_KEEP_USAGE_DAYS', { OCTET_KEEP_USAGE_DAYS: '1.5' }, /a whole number of days up to 99999, or 0, got 1.5$/],
    ['OCTET_KEEP_AUDIT_DAYS', { OCTET_KEEP_AUDIT_DAYS: '-1' }, /got -1$/],
    ['OCTET_METRICS_TOKEN', { OCTET_METRICS_TOKEN: 'hush' }, /at least 16 visible ASCII characters, got 4 characters of another form$/],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, /an http or https URL .* got localhost:4318$/],
    ['OTEL_EXPORTER_OTLP_HEADERS', { OTEL_EXPORTER_OTLP_HEADERS: 'key hush' }, /name=value, separated by commas, values percent-encoded$/],
    ['OTEL_TRACES_SAMPLER_ARG', { OTEL_TRACES_SAMPLER_ARG: '2' }, /a number from 0 to 1, got 2$/],
    ['OCTET_TRACE_VENDORS', { OCTET_TRACE_VENDORS: 'yes' }, /true or false, got yes$/],
    ['OCTET_ELEMENT_DEFAULTS', { OCTET_ELEMENT_DEFAULTS: '{"crm": "hush"}' }, /got JSON of another form$/],
    ['OCTET_ELEMENT_DEFAULTS', { OCTET_ELEMENT_DEFAULTS: '{hush' }, /got something that is not JSON$/],
    ['OCTET_ELEMENT_DEFAULTS', { OCTET_ELEMENT_DEFAULTS: '/no/such/file' }, /a path that cannot be read: \/no\/such\/file$/],
  ]
  for (const [option, env, message] of wrong) {
    it(`stop the start when ${option} is ${JSON.stringify(env[option] ?? 'missing')}`, () => {
      assert.throws(
        () => readConfig(env),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError)
          assert.equal(error.option, option)
          assert.match(error.message, message)
          assert.doesNotMatch(error.message, /hush|abab/, 'no secret in the message')
          return true
        },
      )
    })
  }

  it('are listed, each with a meaning', () => {
    for (const [name, option] of Object.entries(options)) assert.ok(option.meaning.length > 10, name)
  })
})
