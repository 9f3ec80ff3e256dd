/**
 * `npm run test:postgres`: the flows, the store's tests and those of backups on PostgreSQL 15, the oldest that is supported, so that no SQL of ours needs a newer one.
 * Debian's package is installed when it is missing and we are root; its server runs privately, on a folder and a port of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureCluster, passwordFileOf } from '../src/store/embedded/cluster.ts'
import { chooseDatabaseUser } from '../src/store/embedded/database-user.ts'
import { startPostmaster } from '../src/store/embedded/postmaster.ts'
import { throwawaySettings } from './database.ts'

const major = 15
const binaries = `/usr/lib/postgresql/${major}`
const files = ['test/flows/**/*.test.ts', 'src/store/*.test.ts', 'src/backup/*.test.ts']

function installPostgres(): void {
  if (existsSync(join(binaries, 'bin', 'initdb'))) return
  if (process.getuid?.() !== 0) {
    console.error(`PostgreSQL ${major} is not in ${binaries}. Install it (apt-get install postgresql-${major}), or run this as root.`)
    process.exit(1)
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['update'], { stdio: 'inherit', env })
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', `postgresql-${major}`], { stdio: 'inherit', env })
}

installPostgres()
const folder = await mkdtemp(join(tmpdir(), 'octet-postgres-'))
await chmod(folder, 0o711)
const home = { user: await chooseDatabaseUser(), folder, dataFolder: folder }
await ensureCluster(home, { binaries, major, durable: false, locale: ['--locale=C.UTF-8'] })
const postmaster = await startPostmaster(home, { binaries, settings: throwawaySettings })
const url = `postgres://octet:${readFileSync(passwordFileOf(home), 'utf8')}@127.0.0.1:${postmaster.port}/octet`
// A run that is interrupted ends its children first; PostgreSQL is stopped here, last.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), ...files], {
  stdio: 'inherit',
  env: { ...process.env, OCTET_TEST_DATABASE_URL: url },
})
await postmaster.stop()
await rm(folder, { recursive: true, force: true })
process.exit(status ?? 1)
