/** The server as a process: what its start shows, what its commands answer, how it stops. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Keap, startKeap } from '../../simulators/keap/keap.ts'
import { client, seedBody } from '../app.ts'
import { openTestDatabase, type TestDatabase } from '../database.ts'
import { answerConsent } from '../keap-user.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const api = '/elements/api-v2'

interface Started {
  readonly child: ChildProcess
  readonly url: string
  readonly output: () => string
  end(signal: NodeJS.Signals): Promise<number | null>
}

describe('the server process', () => {
  let test: TestDatabase
  let keap: Keap
  let environment: NodeJS.ProcessEnv
  let authorization = ''
  let firstLink: RegExpExecArray
  before(async () => {
    test = await openTestDatabase()
    keap = await startKeap()
    const element = {
      'base.url': `${keap.url}/crm`,
      'oauth.token.url': `${keap.url}/token`,
      'oauth.authorization.url': `${keap.url}/app/oauth/authorize`,
    }
    environment = {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: test.url,
      OCTET_KEY: randomBytes(32).toString('base64'),
      OCTET_ALLOW_HOSTS: '127.0.0.1',
      OCTET_ELEMENT_DEFAULTS: JSON.stringify({ infusionsoftcrm: element }),
    }
  })
  after(async () => {
    await keap.close()
    await test.close()
  })

  const start = async (): Promise<Started> => {
    const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)))
      child.stdout?.on('data', (chunk) => {
        text += chunk
        const ready = /"url":"(http:[^"]+)","msg":"ready"/.exec(text)
        if (ready !== null) resolve(ready[1]!)
      })
    })
    const end = async (signal: NodeJS.Signals) => {
      const gone = once(child, 'exit')
      child.kill(signal)
      return (await gone)[0] as number | null
    }
    return { child, url, output: () => text, end }
  }
  const run = (args: string[], env: NodeJS.ProcessEnv = environment) =>
    new Promise<{ code: number | string; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }))
    })

  it('shows the secrets at the first start, once, with the warning about the key; they open the API; the command shows them again', async () => {
    const first = await start()
    const secrets = JSON.parse((await run(['secrets', '--json'])).stdout) as { userSecret: string; organizationSecret: string }
    assert.deepEqual(Object.keys(secrets), ['userSecret', 'organizationSecret'])
    assert.match(secrets.userSecret, /^[A-Za-z0-9+/]{43}=$/)
    assert.match(secrets.organizationSecret, /^[0-9a-f]{32}$/)
    assert.ok(first.output().includes(secrets.userSecret) && first.output().includes(secrets.organizationSecret))
    assert.match(first.output(), /loses all stored credentials/)
    authorization = `User ${secrets.userSecret}, Organization ${secrets.organizationSecret}`
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200)
    assert.equal((await fetch(`${first.url}${api}/accounts`, { headers: { authorization } })).status, 200)
    assert.equal(await first.end('SIGTERM'), 0)
    const second = await start()
    assert.ok(!second.output().includes(secrets.userSecret))
    assert.equal((await fetch(`${second.url}${api}/accounts`, { headers: { authorization } })).status, 200)
    assert.equal(await second.end('SIGINT'), 0)
    assert.deepEqual(JSON.parse((await run(['secrets', '--json'])).stdout), secrets)
    assert.equal(`${first.output()}${second.output()}`.match(/set-password#/g)?.length, 1)
    firstLink = /(http\S+)#(\S+)/.exec(first.output())!
  })

  it('shows a link that sets the password of the administrator at the first start, and makes others on command', async () => {
    const server = await start()
    const setPassword = (token: string) =>
      fetch(`${server.url}/octet/passwords`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, password: 'Correct horse 9' }),
      })
    assert.match(firstLink[1]!, /^http:\/\/127\.0\.0\.1:\d+\/octet\/set-password$/)
    assert.equal((await setPassword(firstLink[2]!)).status, 200)
    assert.equal((await setPassword(firstLink[2]!)).status, 400)
    const publicly = { ...environment, OCTET_PUBLIC_URL: 'https://octet.example.com/' }
    const made = await run(['password-link', 'Admin@localhost'], publicly)
    assert.equal(made.code, 0)
    const [, address, token] = /^(\S+)#(\S+)\n/.exec(made.stdout)!
    assert.equal(address, 'https://octet.example.com/octet/set-password')
    assert.equal((await setPassword(token!)).status, 200)
    assert.match(server.output(), /"url":"\/octet\/passwords"/)
    for (const secret of [firstLink[2]!, token!, 'Correct horse 9']) assert.ok(!server.output().includes(secret))
    const nobody = await run(['password-link', 'nobody@example.com'])
    assert.deepEqual([nobody.code, nobody.stderr.trim()], [1, 'No active user has the email address nobody@example.com.'])
    assert.equal((await run(['password-link'])).code, 2)
    assert.equal(await server.end('SIGTERM'), 0)
  })

  it('finishes calls in flight when it is asked to stop; the second signal cuts them', async () => {
    const server = await start()
    const connected = await connect(server.url, authorization)
    keap.options.faults.push({ kind: 'slow', delayMs: 700, match: { path: '/crm/rest/v2/contacts' } })
    const slow = fetch(`${server.url}${api}/contacts/1`, { headers: { authorization: connected } })
    await new Promise((resolve) => setTimeout(resolve, 250))
    const ended = server.end('SIGTERM')
    assert.equal((await slow).status, 200)
    assert.equal(await ended, 0)

    const again = await start()
    keap.options.faults.push({ kind: 'slow', delayMs: 20_000, match: { path: '/crm/rest/v2/contacts' } })
    const cut = fetch(`${again.url}${api}/contacts/1`, { headers: { authorization: connected } }).then(
      () => 'answered',
      () => 'cut',
    )
    await new Promise((resolve) => setTimeout(resolve, 250))
    const gone = once(again.child, 'exit')
    again.child.kill('SIGTERM')
    again.child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 500))
    again.child.kill('SIGTERM')
    assert.equal(await cut, 'cut')
    assert.equal((await gone)[0], 0)
    keap.options.faults.length = 0
  })

  it('says what is wrong with an option or a command, and nothing of its value when it is secret', async () => {
    const port = await run([], { ...environment, PORT: 'eighty' })
    assert.deepEqual([port.code, port.stderr.trim()], [2, 'PORT: expected a whole number from 0 to 65535, got eighty'])
    const key = await run([], { ...environment, OCTET_KEY: 'sh0rt-s3cret' })
    assert.equal(key.code, 2)
    assert.match(key.stderr, /^OCTET_KEY: expected 32 bytes/)
    assert.ok(!key.stderr.includes('sh0rt-s3cret'))
    const command = await run(['unicorn'])
    assert.equal(command.code, 2)
    assert.match(command.stderr, /^Unknown command unicorn/)
  })

  it('refuses to start with another key than the one the database is sealed with', async () => {
    const { code, stderr } = await run([], { ...environment, OCTET_KEY: randomBytes(32).toString('hex') })
    assert.equal(code, 1)
    assert.match(stderr, /^This database is sealed with the key [0-9a-f]+, but OCTET_KEY gives another key/)
  })
})

/** Authenticates an instance; gives the Authorization header of its calls. */
async function connect(url: string, authorization: string): Promise<string> {
  const callbackUrl = 'https://www.example.com/callback'
  const query = new URLSearchParams({ apiKey: client.id, apiSecret: client.secret, callbackUrl })
  const { oauthUrl } = (await (await fetch(`${url}${api}/elements/infusionsoftcrm/oauth/url?${query}`)).json()) as { oauthUrl: string }
  const code = (await answerConsent(oauthUrl)).searchParams.get('code')
  const reply = await fetch(`${url}${api}/instances`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(seedBody(code)),
  })
  const { token } = (await reply.json()) as { token: string }
  return `${authorization}, Element ${token}`
}
