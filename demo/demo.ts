/** `npm run demo`: PostgreSQL, the Keap simulator and the server in one process; tells the first hour, then stays up until Ctrl-C. */
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Octet needs Node 24 or newer, and this is ${process.version}. "npm run demo" brings its own; otherwise install Node 24.`)
  process.exit(1)
}
const { createApp } = await import('../src/app.ts')
const { readConfig } = await import('../src/config.ts')
const { startKeap } = await import('../simulators/keap/keap.ts')
const { readSecrets } = await import('../test/read-secrets.ts')
const { startApplication } = await import('./application.ts')
const { createClient } = await import('./client.ts')
const { createNarrator } = await import('./narrator.ts')
const { authenticate, showCurlLines, useContacts } = await import('./story.ts')

const [key, secret] = ['octet-demo', 'octet-demo-secret']
const narrator = createNarrator(process.stdout)
const endings: (() => unknown)[] = []
let ending = false

/** Ends everything in the reverse order of its start; PostgreSQL is the last. */
async function end(code: number): Promise<never> {
  if (ending) process.exit(130)
  ending = true
  for (const close of endings.reverse()) await close()
  process.exit(code)
}

async function run(): Promise<void> {
  const keap = await startKeap({ clients: [{ id: key, secret, redirectUris: [] }] })
  endings.push(() => keap.close())
  const environment = {
    ...process.env,
    OCTET_DATA: process.env['OCTET_DATA'] || '.octet/demo',
    OCTET_ALLOW_HOSTS: '127.0.0.1',
    OCTET_LOG_LEVEL: process.env['OCTET_LOG_LEVEL'] || 'warn',
    OCTET_ELEMENT_DEFAULTS: JSON.stringify({
      infusionsoftcrm: {
        'base.url': `${keap.url}/crm`,
        'oauth.authorization.url': `${keap.url}/app/oauth/authorize`,
        'oauth.token.url': `${keap.url}/token`,
      },
    }),
  }
  const config = readConfig(environment)
  narrator.say('Starting PostgreSQL, the Keap simulator and Octet …')
  const app = await createApp(config)
  endings.push(() => app.close(5_000))
  const url = `${await listen(app, config.port)}/elements/api-v2`
  const application = await startApplication()
  endings.push(() => application.close())
  const { userSecret, organizationSecret } = await readSecrets(environment)
  narrator.say(`Octet answers at ${url}\nThe Keap simulator answers at ${keap.url}`)

  const client = createClient(narrator, url, `User ${userSecret}, Organization ${organizationSecret}`)
  const stage = { narrator, client, application, key, secret }
  const instance = await authenticate(stage)
  await useContacts(stage, instance)
  showCurlLines(stage, url, instance)
  narrator.say('\nEverything stays up. Ctrl-C ends it; the next start works on the data that this one leaves.')
}

/** The port of the options, or a free one when that is taken and nobody asked for it. */
async function listen(app: Awaited<ReturnType<typeof createApp>>, port: number): Promise<string> {
  try {
    return await app.listen({ port, host: '127.0.0.1' })
  } catch (error) {
    if (process.env['PORT'] || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    narrator.say(`Port ${port} is taken; another one is used.`)
    return app.listen({ port: 0, host: '127.0.0.1' })
  }
}

process.on('SIGINT', () => void end(0))
process.on('SIGTERM', () => void end(0))
await run().catch(async (error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  await end(1)
})
