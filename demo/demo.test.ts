/** The demo as a reader runs it, and what it says when an answer is wrong. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startCloseio } from '../simulators/closeio/closeio.ts'
import { client, createTestApp } from '../test/app.ts'
import { createEmptyDatabase } from '../test/database.ts'
import { startApplication } from './application.ts'
import { createEndings } from './endings.ts'
import { createNarrator } from './narrator.ts'
import { calls } from './one-hub/five-calls.ts'
import { tellOneHub } from './one-hub/tell.ts'
import { vendors } from './one-hub/vendors.ts'

const demo = fileURLToPath(new URL('demo.ts', import.meta.url))

/** Starts the demo on a database of its own; `until` waits for a text on its terminal. */
async function startDemo(t: TestContext, flags: readonly string[] = []) {
  const database = await createEmptyDatabase()
  const environment = {
    PATH: process.env['PATH'],
    PORT: '0',
    DATABASE_URL: database.url,
    OCTET_KEY: randomBytes(32).toString('hex'),
  }
  const child = spawn(process.execPath, [demo, ...flags], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  const closed = once(child, 'close')
  t.after(async () => {
    child.kill('SIGKILL')
    await closed
    await database.drop()
  })
  const until = async (expected: string) => {
    while (!text.includes(expected)) {
      await Promise.race([once(child.stdout, 'data'), closed.then(() => Promise.reject(new Error(`The demo ended:\n${text}`)))])
    }
    return text
  }
  return { until, text: () => text, signal: () => child.kill('SIGINT'), ended: closed.then(([code]) => code as number | null) }
}

test('the first hour is told to its end', async (t) => {
  const { ended, text } = await startDemo(t, ['--once'])
  assert.equal(await ended, 0, text())
  assert.match(text(), /5\. Go on yourself/)
})

test('--all: the same five calls at six vendors in one table; it stays up with lines to paste, and Ctrl-C ends it', async (t) => {
  const { until, signal, ended } = await startDemo(t, ['--all'])
  const text = await until('Ctrl-C ends it')
  const table = text.slice(text.indexOf(calls[0]), text.indexOf('3. One question')).split('\n')
  for (const { key } of vendors) {
    const statuses = table.flatMap((line) => new RegExp(` ${key} +(\\d+) `).exec(line)?.[1] ?? [])
    assert.deepEqual(statuses, Array(5).fill('200'), text)
  }
  assert.ok(!text.includes('✗') && !text.includes(client.secret), text)
  assert.match(text, /sfdc .*\n.*FROM Contact WHERE Email = 'ada\./)

  for (const { key } of vendors) assert.match(text, new RegExp(`${key} +mail is .* → \\{"id":"[^"]+","mail":"ada\\.\\d+@example\\.com"\\}`))

  const crm = /CRM='(.*)'/.exec(text)![1]!
  for (const { key } of vendors) {
    const authorization = new RegExp(`${key}='Authorization: (.*)'`).exec(text)![1]!
    assert.equal((await fetch(`${crm}/contacts?pageSize=1`, { headers: { authorization } })).status, 200, key)
  }
  // As npm does: a Ctrl-C arrives twice.
  signal()
  signal()
  assert.equal(await ended, 0)
})

test('Ctrl-C in the middle of it all is no failure', async (t) => {
  const { until, signal, ended, text } = await startDemo(t, ['--all'])
  await until('simulators and Octet')
  signal()
  assert.equal(await ended, 0, text())
  assert.ok(!text().includes('Error'), text())
})

test('an option that there is not is named', async (t) => {
  const { ended, text } = await startDemo(t, ['--everything'])
  assert.equal(await ended, 2)
  assert.match(text(), /Unknown option --everything\. usage: npm run demo/)
})

test('an answer that is not right is marked with what the vendor said, the others are told all the same', async (t) => {
  const close = vendors.find(({ key }) => key === 'closeio')!
  const simulator = await startCloseio({ faults: [{ kind: 'http-500', match: { method: 'POST', path: '/api/v1/contact/' }, times: 10 }] })
  const app = await createTestApp({ config: { elementDefaults: { closeio: close.describe(simulator.url) } } })
  const application = await startApplication()
  t.after(async () => {
    application.close()
    await app.close()
    await simulator.close()
  })
  let text = ''
  const narrator = createNarrator({ write: (part: string) => (text += part) } as unknown as NodeJS.WriteStream)
  const parts = { url: `${app.url}/elements/api-v2`, authorization: `${app.user}, ${app.organization}`, application }
  assert.equal(await tellOneHub(narrator, { ...parts, key: client.id, secret: client.secret }, [close]), false)
  assert.match(text, /GET \/contacts\?pageSize=3 +closeio +200 +3 rows +\d+ +GET \/api\/v1\/contact\//)
  assert.match(text, /POST \/contacts +closeio +502 .*✗ \S/)
  assert.match(text, /GET \/objects\/contacts\/metadata +closeio +200 +\d+ fields/)
  assert.match(text, /3 of 5 answers are not right/)
})

test('what is still starting when the end begins is ended too, and the story goes no further', async () => {
  const log: string[] = []
  const { open, end } = createEndings((code) => log.push(`exit ${code}`))
  await open(Promise.resolve('first'), (name) => log.push(`close ${name}`))
  const started = Promise.withResolvers<string>()
  void open(started.promise, (name) => log.push(`close ${name}`)).then(() => log.push('the story goes on'))
  const ended = end(0)
  started.resolve('second')
  await ended
  await new Promise(setImmediate)
  assert.deepEqual(log, ['close second', 'close first', 'exit 0'])
})
