/** The process: reads the options, starts the server or runs a command beside it, and answers signals. */
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Octet needs Node 24 or newer, and this is ${process.version}. "npm start" brings its own; otherwise install Node 24.`)
  process.exit(1)
}
const { parseArgs } = await import('node:util')
const { ConfigError, readConfig } = await import('./config.ts')

/** Calls in flight may take so long to end after the first signal. */
const graceMs = 30_000
const echoMs = 300
const print = (text: string) => void process.stdout.write(`${text}\n`)

type Config = ReturnType<typeof readConfig>
type Logger = import('pino').Logger
type Database = import('./store/database.ts').Database

class CommandError extends Error {}

/** Runs until a signal. The first lets calls in flight end, the second cuts them, the third waits for nothing, not even the database. */
async function serve(config: Config): Promise<void> {
  const { createApp, createLog } = await import('./app.ts')
  const log = createLog(config)
  process.on('uncaughtException', (error) => end(log, error))
  process.on('unhandledRejection', (error) => end(log, error))
  const app = await createApp(config, { log })
  if (app.firstSecrets !== undefined) print(describeFirstStart(app.firstSecrets, config))
  void app.died.then((reason) => end(log, new Error(reason)))
  const url = await app.listen({ port: config.port, host: '0.0.0.0' })
  const address = config.publicUrl ?? url
  log.info({ url: address }, 'ready')
  if (app.firstSecrets !== undefined) await printFirstLink(app.database, address)
  let signals = 0
  let lastAt = Number.NEGATIVE_INFINITY
  const stop = (signal: string) => {
    // npm passes on what the terminal has sent already: one Ctrl-C comes twice.
    const isEcho = performance.now() - lastAt < echoMs
    lastAt = performance.now()
    if (isEcho) return
    signals += 1
    if (signals > 2) process.exit(130)
    log.info({ signal }, signals === 1 ? 'stopping: calls in flight may end; a second signal cuts them' : 'cutting the calls in flight')
    app.close(signals === 1 ? graceMs : 0).then(
      () => process.exit(0),
      (error) => end(log, error),
    )
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
}

/** There is no password at the first start: whoever reads this sets the first one. */
async function printFirstLink({ db }: Database, serverUrl: string): Promise<void> {
  const { createFirstLink } = await import('./identity/login/password-link.ts')
  const { email, link, hours } = await createFirstLink({ db, clock: Date.now, serverUrl })
  print(`To log in with a password, ${email} sets it here, once, within ${hours} hours (later: npm run password-link -- ${email}):`)
  print(link)
}

function end(log: Logger, error: unknown): never {
  log.fatal({ err: error }, 'the server cannot go on')
  process.exit(1)
}

function describeFirstStart(secrets: { userSecret: string; organizationSecret: string }, config: Config): string {
  const lines = [
    'First start. These are the secrets of the administrator; they are shown once (later: npm run secrets).',
    '',
    `  User secret          ${secrets.userSecret}`,
    `  Organization secret  ${secrets.organizationSecret}`,
    '',
    config.keys.length === 0
      ? `Back up the sealing key, ${config.dataFolder}/key. Whoever loses it loses all stored credentials.`
      : 'Keep OCTET_KEY safe. Whoever loses it loses all stored credentials.',
  ]
  const width = Math.max(...lines.map((line) => line.length))
  const rule = '─'.repeat(width + 2)
  return [`┌${rule}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${rule}┘`].join('\n')
}

/** Commands that are about one thing, and what that is. */
const subjects: Readonly<Record<string, string>> = { 'password-link': '<email address>', backup: '<file>', restore: '<file>' }

/** Usage: main.ts [secrets [--json] | password-link <email> | rotate-key | backup <file> | restore <file>] */
async function run(): Promise<void> {
  const { positionals, values } = readArguments()
  const config = readConfig(process.env)
  const [command = 'serve', ...given] = positionals
  const expected = subjects[command]
  const [subject = '', ...rest] = expected === undefined ? ['', ...given] : given
  if (rest.length > 0) throw new CommandError(`Unexpected argument ${rest[0]}`)
  if (expected !== undefined && subject === '') throw new CommandError(`Expected: npm run ${command} -- ${expected}`)
  if (command === 'serve') return serve(config)
  if (command === 'backup' || command === 'restore') return runCopy(config, command, subject)
  const { runPasswordLink, runRotateKey, runSecrets } = await import('./identity/commands.ts')
  if (command === 'secrets') await runSecrets(config, { json: values.json, print })
  else if (command === 'rotate-key') await runRotateKey(config, { clock: Date.now, print })
  else if (command === 'password-link') {
    await runPasswordLink(config, {
      email: subject,
      serverUrl: config.publicUrl ?? `http://localhost:${config.port}`,
      clock: Date.now,
      print,
    })
  } else
    throw new CommandError(
      `Unknown command ${command}: expected secrets [--json], password-link <email>, rotate-key, backup <file>, restore <file>, or nothing to start the server`,
    )
}

async function runCopy(config: Config, command: 'backup' | 'restore', file: string): Promise<void> {
  const [{ runBackup, runRestore }, { createKeySource }] = await Promise.all([
    import('./backup/commands.ts'),
    import('./identity/commands.ts'),
  ])
  if (command === 'backup') return runBackup(config, { file, clock: Date.now, print })
  const source = createKeySource(config)
  await runRestore(config, { file, readHeldKeys: async () => ({ name: source.name, keys: await source.read() }), print })
}

function readArguments() {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true })
  } catch (error) {
    throw new CommandError((error as Error).message)
  }
}

/** Failures that the operator can mend: a sentence says more than a stack. */
const mendable: ReadonlySet<string> = new Set(['StoreError', 'SealingKeyError', 'DocumentError', 'CompileError'])

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return mendable.has(error.name) ? error.message : (error.stack ?? error.message)
}

await run().catch((error: unknown) => {
  const isMistake = error instanceof ConfigError || error instanceof CommandError
  console.error(isMistake ? error.message : describeFailure(error))
  process.exit(isMistake ? 2 : 1)
})
