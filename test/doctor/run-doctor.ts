/** Runs the Doctor against a server, with a home folder of its own. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestApp } from '../app.ts'
import type { Installed } from './install-doctor.ts'

export interface Doctor {
  /** A path within its home folder. */
  path(name: string): string
  /** Runs `doctor <command> <object> octet …`; gives what it printed. Rejects when it says that something failed. */
  run(command: 'upload' | 'download' | 'delete', object: 'elements' | 'vdrs', ...words: string[]): Promise<string>
  close(): void
}

export function createDoctor(installed: Installed, { user, organization, url }: TestApp): Doctor {
  const home = mkdtempSync(join(tmpdir(), 'octet-doctor-home-'))
  mkdirSync(join(home, '.doctor'))
  const secrets = { userSecret: user.replace('User ', ''), orgSecret: organization.replace('Organization ', '') }
  writeFileSync(join(home, '.doctor/config.json'), JSON.stringify([{ name: 'octet', ...secrets, baseUrl: url }]))
  return {
    path: (name) => join(home, name),
    run(command, object, ...words) {
      const script = join('folder' in installed ? installed.folder : '', `doctor-${command}.js`)
      const options = { env: { PATH: process.env['PATH'], HOME: home } }
      return new Promise((resolve, reject) =>
        execFile(process.execPath, [script, object, 'octet', ...words], options, (error, stdout, stderr) =>
          // What it cannot do it prints, as the message of an error or with a word of failure.
          error === null && !/fail|\d{3} - \{/i.test(stdout + stderr)
            ? resolve(stdout)
            : reject(new Error(`doctor ${command}: ${stdout} ${stderr}`)),
        ),
      )
    },
    close: () => rmSync(home, { recursive: true }),
  }
}
