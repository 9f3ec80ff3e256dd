import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type Entry, endOfTar, readEntries, writeEntry } from './tar.ts'

const contents: readonly (readonly [string, Buffer])[] = [
  ['backup.json', Buffer.from('{"a": "ä"}')],
  ['tables/users/000001.copy', Buffer.alloc(512, 7)],
  ['tables/users/000002.copy', Buffer.alloc(0)],
  ['tables/users/000003.copy', Buffer.alloc(1025, 9)],
]
const archive = Buffer.concat([...contents.flatMap(([name, data]) => writeEntry(name, data, 1_790_000_000_000)), endOfTar])

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function readAll(bytes: Buffer, size = 100): Promise<Entry[]> {
  return Array.fromAsync(readEntries(cut(bytes, size)))
}

describe('archives', () => {
  it('give back what was written, however the bytes come', async () => {
    for (const size of [1, 511, 512, 700, 1_000_000]) {
      const entries = await readAll(archive, size)
      assert.deepEqual(
        entries.map(({ name, data }) => [name, data]),
        contents,
      )
      assert.deepEqual(Buffer.concat([...entries.flatMap(({ blocks }) => blocks), endOfTar]), archive)
    }
  })

  it('are what tar reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'octet-tar-'))
    try {
      writeFileSync(join(folder, 'a.tar'), archive)
      execFileSync('tar', ['xf', 'a.tar'], { cwd: folder })
      for (const [name, data] of contents) assert.deepEqual(execFileSync('cat', [name], { cwd: folder }), data)
      assert.match(
        execFileSync('tar', ['tvf', 'a.tar', '--utc'], { cwd: folder, encoding: 'utf8' }),
        /-rw-------.* 2026-09-21 .* backup\.json/,
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('that are cut short anywhere are refused', async () => {
    for (const size of [0, 1, 511, 512, 513, 1024, 2000, archive.length - 1024]) {
      await assert.rejects(readAll(archive.subarray(0, size)), /^StoreError: it ends before its end$/, String(size))
    }
  })

  it('whose heads are damaged, or that are none, are refused', async () => {
    for (const place of [0, 124, 130, 257, 400]) {
      const damaged = Buffer.from(archive)
      damaged[place]! ^= 1
      await assert.rejects(readAll(damaged), /^StoreError: it is no tar archive, or is damaged$/, String(place))
    }
    await assert.rejects(readAll(Buffer.from('x'.repeat(3000))), /no tar archive/)
    await assert.rejects(readAll(Buffer.concat([archive, Buffer.from('more')])), /something follows the end/)
  })

  it('take no name that would be cut', () => {
    assert.throws(() => writeEntry('n'.repeat(101), Buffer.alloc(0), 0), RangeError)
  })
})
