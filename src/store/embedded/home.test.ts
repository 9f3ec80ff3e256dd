import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { chooseDatabaseUser } from './database-user.ts'
import { openEmbedded } from './embedded.ts'
import { findHome } from './home.ts'

const isRoot = process.getuid?.() === 0
const settings = { fsync: 'off' }

describe('the home of the database files', () => {
  let folder: string
  let outside: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'octet-home-'))
    chmodSync(folder, 0o711)
    outside = join(folder, 'outside')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('is the data folder where the database user can get there', async () => {
    const data = join(folder, 'open', 'deep')
    mkdirSync(join(folder, 'open'))
    const home = await findHome(data, outside)
    assert.equal(home.folder, data)
    assert.equal(statSync(data).mode & 0o777, 0o711)
    assert.notEqual(home.user.uid, 0)
  })

  it('belongs to the user whom the files already belong to', async () => {
    if (!isRoot) return assert.rejects(chooseDatabaseUser(0), /belong to user 0, and this is user/)
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
    const [name, , uid] = lines.find((line) => line.startsWith('daemon:'))!.split(':')
    assert.deepEqual((await chooseDatabaseUser(Number(uid))).name, name)
    await assert.rejects(chooseDatabaseUser(59_999), /belong to user 59999, which has no entry/)
  })

  it('is not a folder with other things in it whose access we would have to change', async () => {
    const busy = join(folder, 'busy')
    mkdirSync(busy, { mode: 0o700 })
    writeFileSync(join(busy, 'letter'), 'private')
    const home = await findHome(busy, outside)
    assert.equal(statSync(busy).mode & 0o777, 0o700)
    assert.equal(home.folder === busy, !isRoot)
  })

  // Only root runs PostgreSQL as somebody else, whom a closed folder can stop.
  if (isRoot) {
    describe('below a closed folder', () => {
      let data: string
      before(async () => {
        data = join(folder, 'closed', 'data')
        mkdirSync(join(folder, 'closed'), { mode: 0o700 })
        const postgres = await openEmbedded({ dataFolder: data, purpose: 'serve', settings, outside })
        await postgres.stop()
      })

      it('is outside, and the data folder points to it', async () => {
        const postgres = await openEmbedded({ dataFolder: data, purpose: 'serve', settings, outside })
        assert.equal(postgres.home, readFileSync(join(data, 'postgres-location'), 'utf8').trim())
        assert.ok(postgres.home.startsWith(`${outside}/`))
        assert.deepEqual(postgres.notices, [])
        await postgres.stop()
      })

      it('is locked there, too', async () => {
        const postgres = await openEmbedded({ dataFolder: data, purpose: 'serve', settings, outside })
        await assert.rejects(openEmbedded({ dataFolder: data, purpose: 'serve', settings, outside }), /is in use by process/)
        await postgres.stop()
      })

      it('is missed when it is gone, instead of beginning anew', async () => {
        const pointer = join(data, 'postgres-location')
        const right = readFileSync(pointer, 'utf8')
        writeFileSync(pointer, join(outside, 'elsewhere'))
        await assert.rejects(
          openEmbedded({ dataFolder: data, purpose: 'serve', settings, outside }),
          /it is not there\. Bring it back, or remove that file/,
        )
        writeFileSync(pointer, right)
      })

      it('is moved aside, not adopted, when its data folder was deleted and made anew', async () => {
        const gone = join(folder, 'closed', 'deleted')
        const first = await openEmbedded({ dataFolder: gone, purpose: 'serve', settings, outside })
        await first.stop()
        rmSync(gone, { recursive: true })
        const second = await openEmbedded({ dataFolder: gone, purpose: 'serve', settings, outside })
        assert.match(second.notices.join(), /A database left by an earlier .*deleted, which is gone, was moved to .*abandoned-\d+\./)
        assert.equal(readdirSync(second.home).filter((name) => name.includes('abandoned')).length, 1)
        assert.notEqual(second.url, first.url)
        await second.stop()
      })
    })
  }
})
