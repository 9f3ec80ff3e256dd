/** Installs the Doctor, as its authors published it, into a folder of its own: it is no dependency of Octet. Its lock file keeps what is installed the same. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Installed = { readonly folder: string } | { readonly reason: string }

const here = new URL('client/', import.meta.url)
const longestMs = 60_000

/** Gives the folder with its scripts, kept for the next run; or the reason why it could not be installed (no npm, no registry). */
export async function installDoctor(): Promise<Installed> {
  const lock = await readFile(new URL('package-lock.json', here))
  const folder = join(tmpdir(), `octet-doctor-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`)
  const scripts = join(folder, 'node_modules/ce-util/src/cli')
  if (await isThere(scripts)) return { folder: scripts }
  const begun = await mkdtemp(join(tmpdir(), 'octet-doctor-'))
  for (const name of ['package.json', 'package-lock.json']) await cp(new URL(name, here), join(begun, name))
  const reason = await runNpm(begun)
  if (reason === undefined) {
    // Whole or not at all: another run may install at the same time.
    await rename(begun, folder).catch(() => undefined)
    if (await isThere(scripts)) return { folder: scripts }
  }
  await rm(begun, { recursive: true, force: true })
  return { reason: reason ?? `npm installed no ${scripts}` }
}

function runNpm(folder: string): Promise<string | undefined> {
  const words = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=1']
  return new Promise((resolve) =>
    execFile('npm', words, { timeout: longestMs }, (error, _stdout, stderr) =>
      resolve(error === null ? undefined : `npm ci failed: ${stderr.trim().split('\n')[0] || error.message}`),
    ),
  )
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
