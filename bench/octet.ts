/** The real server for the bench: `npm start`'s process on its own core, with one Infusionsoft CRM instance authenticated against the bench's vendor. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSecrets, type Secrets } from '../test/read-secrets.ts'
import { createServerProcess } from '../test/server-process.ts'
import { cores, pin } from './processes.ts'

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
  const environment = { ...process.env, OCTET_DATA: dataFolder, OCTET_ALLOW_HOSTS: '127.0.0.1', OCTET_LOG_LEVEL: 'warn' }
  const server = await createServerProcess(environment)
  await server.start()
  pin(server.pid, cores.server)
  const headers = await createInstance(server.url, vendorUrl, await readSecrets(environment))
  return { url: server.url, pid: server.pid, headers, dataFolder, stop: () => server.stop() }
}

async function createInstance(url: string, vendorUrl: string, secrets: Secrets): Promise<Record<string, string>> {
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
