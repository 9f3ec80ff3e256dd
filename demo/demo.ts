/**
 * `npm run demo`: PostgreSQL, simulators of vendors and the server in one process; tells the first hour, or with `-- --all` the CRM hub at six vendors,
 * then stays up until Ctrl-C. With `--once` it ends when all is told.
 */
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Octet needs Node 24 or newer, and this is ${process.version}. "npm run demo" brings its own; otherwise install Node 24.`)
  process.exit(1)
}
const { createApp } = await import('../src/app.ts')
const { readConfig } = await import('../src/config.ts')
const { readSecrets } = await import('../test/read-secrets.ts')
const { startApplication } = await import('./application.ts')
const { createClient } = await import('./client.ts')
const { createEndings } = await import('./endings.ts')
const { createNarrator } = await import('./narrator.ts')
const { tellOneHub } = await import('./one-hub/tell.ts')
const { vendors } = await import('./one-hub/vendors.ts')
const { tellFirstHour } = await import('./story.ts')

const [key, secret] = ['octet-demo', 'octet-demo-secret']
const flags = process.argv.slice(2)
const unknown = flags.find((flag) => flag !== '--all' && flag !== '--once')
if (unknown !== undefined) {
  console.error(`Unknown option ${unknown}. usage: npm run demo [-- [--all] [--once]]`)
  process.exit(2)
}
const told = flags.includes('--all') ? vendors : vendors.slice(0, 1)
const narrator = createNarrator(process.stdout)
const { open, end, isEnding } = createEndings((code) => process.exit(code))

async function run(): Promise<void> {
  const defaults: Record<string, Readonly<Record<string, string>>> = {}
  for (const vendor of told) {
    const simulator = await open(vendor.start(), ({ close }) => close())
    defaults[vendor.key] = vendor.describe(simulator.url)
  }
  const environment = {
    ...process.env,
    OCTET_DATA: process.env['OCTET_DATA'] || '.octet/demo',
    OCTET_ALLOW_HOSTS: '127.0.0.1',
    OCTET_LOG_LEVEL: process.env['OCTET_LOG_LEVEL'] || 'warn',
    OCTET_ELEMENT_DEFAULTS: JSON.stringify(defaults),
  }
  const config = readConfig(environment)
  narrator.say(`Starting PostgreSQL, ${told.length === 1 ? 'a simulator' : `${told.length} simulators`} and Octet …`)
  const app = await open(createApp(config), (app) => app.close(5_000))
  const url = `${await listen(app, config.port)}/elements/api-v2`
  const application = await open(startApplication(), (application) => application.close())
  const { userSecret, organizationSecret } = await readSecrets(environment)
  narrator.say(`Octet answers at ${url}`)
  for (const { key, name } of told) narrator.say(`The ${name} simulator answers at ${new URL(defaults[key]!['base.url']!).origin}`)

  const authorization = `User ${userSecret}, Organization ${organizationSecret}`
  if (flags.includes('--all')) {
    const allRight = await tellOneHub(narrator, { url, authorization, application, key, secret }, told)
    if (!allRight) return end(1)
  } else {
    await tellFirstHour({ narrator, client: createClient(narrator, url, authorization), application, key, secret }, url)
  }
  if (flags.includes('--once')) return end(0)
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
  // What breaks while everything ends is no news.
  if (isEnding()) return
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  await end(1)
})
