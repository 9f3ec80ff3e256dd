import assert from 'node:assert/strict'
import { chownSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { readPostmasterFile, stopLeftover } from './postmaster-file.ts'

/** As PostgreSQL writes it, with the pid of a process that is no PostgreSQL: this one. */
const text = [process.pid, '/data', 1, 5432, '', '127.0.0.1', '', 'ready   ', ''].join('\n')

describe('postmaster.pid', () => {
  let folder: string
  let cluster: string
  let file: string
  let victim: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'octet-pid-'))
    victim = join(folder, 'victim')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))
  beforeEach(() => {
    cluster = join(folder, 'postgres')
    file = join(cluster, 'postmaster.pid')
    rmSync(cluster, { recursive: true, force: true })
    mkdirSync(cluster)
    rmSync(victim, { force: true })
    writeFileSync(victim, text)
  })

  it('says where PostgreSQL listens', async () => {
    writeFileSync(file, text)
    assert.deepEqual(await readPostmasterFile(cluster), { pid: process.pid, port: 5432, ready: true })
  })

  it('gets our pid in place of one that is a stranger’s', async () => {
    writeFileSync(file, text.replace(/^\d+/, '1'))
    await stopLeftover(cluster)
    assert.equal(readFileSync(file, 'utf8'), text)
  })

  for (const [kind, link] of [
    ['symbolic', symlinkSync],
    ['hard', linkSync],
  ] as const) {
    it(`is not believed and not written to when it is a ${kind} link: who owns the folder may own little else`, async () => {
      writeFileSync(victim, text.replace(/^\d+/, '1'))
      link(victim, file)
      assert.equal(await readPostmasterFile(cluster), undefined)
      await stopLeftover(cluster)
      assert.match(readFileSync(victim, 'utf8'), /^1\n/)
    })
  }

  it('is not believed when it is no file', async () => {
    mkdirSync(file)
    assert.equal(await readPostmasterFile(cluster), undefined)
  })

  // Only root can give files away.
  if (process.getuid?.() === 0) {
    it('is not believed when it belongs to another user than the folder', async () => {
      writeFileSync(file, text)
      chownSync(file, 1, 1)
      assert.equal(await readPostmasterFile(cluster), undefined)
    })
  }
})
