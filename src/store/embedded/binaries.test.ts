import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { checkBinaries, findPostgresPackage, installBinaries, type PostgresPackage } from './binaries.ts'
import { chooseDatabaseUser } from './database-user.ts'

describe('the PostgreSQL binaries', () => {
  let folder: string
  let source: PostgresPackage

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'octet-binaries-'))
    chmodSync(folder, 0o711)
    // A package as npm leaves it without install scripts and under umask 077: no links, closed to others.
    source = { version: '1.0.0', native: join(folder, 'native') }
    for (const part of ['bin', 'lib', 'share']) mkdirSync(join(source.native, part), { recursive: true, mode: 0o700 })
    writeFileSync(join(source.native, 'bin', 'postgres'), '#!/bin/sh\ncat "$(dirname "$0")/../lib/libfoo.so"\n', { mode: 0o700 })
    writeFileSync(join(source.native, 'lib', 'libfoo.so.1.2'), 'postgres (PostgreSQL) 42.1\n', { mode: 0o600 })
    writeFileSync(join(source.native, 'pg-symlinks.json'), '[{"source":"native/lib/libfoo.so.1.2","target":"native/lib/libfoo.so"}]')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('are copied, linked and opened to the database user, so that they run', async () => {
    const home = join(folder, 'home')
    mkdirSync(home, { mode: 0o711 })
    const target = await installBinaries(source, home)
    assert.equal(readlinkSync(join(target, 'lib', 'libfoo.so')), 'libfoo.so.1.2')
    assert.equal(statSync(join(target, 'lib', 'libfoo.so.1.2')).mode & 0o777, 0o644)
    assert.equal(await checkBinaries(target, await chooseDatabaseUser()), 42)
  })

  it('are copied once a version, and an older version goes', async () => {
    const home = join(folder, 'versions')
    mkdirSync(home, { mode: 0o711 })
    const old = await installBinaries(source, home)
    writeFileSync(join(old, 'mark'), 'kept')
    assert.equal(await installBinaries(source, home), old)
    assert.equal(readFileSync(join(old, 'mark'), 'utf8'), 'kept')
    const next = await installBinaries({ ...source, version: '1.0.1' }, home)
    assert.ok(existsSync(next) && !existsSync(old))
  })

  it('that do not run are refused with the reason and the way out', async () => {
    const home = join(folder, 'broken')
    mkdirSync(home, { mode: 0o711 })
    const target = await installBinaries(source, home)
    writeFileSync(join(target, 'bin', 'postgres'), '#!/bin/sh\necho libmissing.so: not found >&2; exit 127\n')
    await assert.rejects(
      checkBinaries(target, await chooseDatabaseUser()),
      /do not run as user .*libmissing\.so: not found.*Set DATABASE_URL/,
    )
  })

  it('are found for this platform, and missed with a way out on another', async () => {
    assert.match((await findPostgresPackage()).version, /^18\./)
    await assert.rejects(
      findPostgresPackage('linux-mips'),
      /No embedded PostgreSQL for linux-mips: .*Set DATABASE_URL to a PostgreSQL 15 or newer/,
    )
  })
})
