/** The real server for the bench: `npm start`'s process on its own core, with one Infusionsoft CRM instance authenticated against the bench's vendor. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cores, pin } from './processes.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export interface BenchOctet {
  readonly url: string
  readonly pid: number
  readonly headers: Readonly<Record<string, string>>
  readonly dataFolder: string
  stop(): Promise<void>
}

/** Starts the server on a new data folder and creates the instance. */
export async function startOctet(vendorUrl: string): Promise<BenchOctet> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'octet-bench-'))
  const port = 20_000 + (process.pid % 20_000)
  const env = { ...process.env, OCTET_DATA: dataFolder, PORT: String(port), OCTET_ALLOW_HOSTS: '127.0.0.1', OCTET_LOG_LEVEL: 'warn' }
  const server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://127.0.0.1:${port}`
  await waitUntilReady(url)
  pin(server.pid!, cores.server)
  const secrets = await readSecrets(env)
  const headers = await createInstance(url, vendorUrl, secrets)
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  return { url, pid: server.pid!, headers, dataFolder, stop }
}

async function waitUntilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const ready = await fetch(`${url}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (ready) return
    await sleep(100)
  }
  throw new Error('The server did not become ready within 30 s')
}

async function readSecrets(env: NodeJS.ProcessEnv): Promise<{ userSecret: string; organizationSecret: string }> {
  const child = spawn(process.execPath, [main, 'secrets', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  return JSON.parse(Buffer.concat(chunks).toString())
}

async function createInstance(
  url: string,
  vendorUrl: string,
  secrets: { userSecret: string; organizationSecret: string },
): Promise<Record<string, string>> {
  const authorization = `User ${secrets.userSecret}, Organization ${secrets.organizationSecret}`
  const reply = await fetch(`${url}/elements/api-v2/instances`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'bench',
      element: { key: 'infusionsoftcrm' },
      externalAuthentication: 'initial',
      configuration: {
        'oauth.user.refresh_token': 'bench-refresh',
        'oauth.api.key': 'bench',
        'oauth.api.secret': 'bench',
        'oauth.callback.url': 'https://example.com/callback',
        'infusionsoft.server': 'ab123.infusionsoft.com',
        'infusionsoft.private.key': 'bench',
        'base.url': `${vendorUrl}/crm`,
        'oauth.token.url': `${vendorUrl}/token`,
      },
    }),
  })
  const instance = (await reply.json()) as { token?: string; message?: string }
  if (instance.token === undefined) throw new Error(`The instance was not created: ${instance.message}`)
  return { authorization: `${authorization}, Element ${instance.token}` }
}
