/** Where the sealing keys come from: a file that the server makes and rotates by itself, or keys given by the operator. Newest first in both. */
import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describeKey, type SealingKey, SealingKeyError } from './sealing-key.ts'

export interface KeySource {
  /** How messages call it. */
  readonly name: string
  /** The keys as they are now, newest first; empty when there is none yet. Throws a `SealingKeyError` that names the source. */
  read(): Promise<readonly SealingKey[]>
  /** Replaces the keys, newest first. Absent where the operator keeps them. */
  readonly write?: (keys: readonly SealingKey[]) => Promise<void>
}

/** The keys that the operator gave (OCTET_KEY), newest first. Throws a `SealingKeyError` when one has a wrong length. */
export function createGivenKeys(keys: readonly Buffer[]): KeySource {
  const described = keys.map(describeKey)
  return { name: 'OCTET_KEY', read: async () => described }
}

/** A file with one key a line in base64, readable by its owner only. It is replaced as a whole, so a crash leaves the old or the new one. */
export function createKeyFile(path: string): KeySource {
  return {
    name: `the key file ${path}`,
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return ''
        throw new SealingKeyError(`The key file ${path} cannot be read (${error.code})`, { cause: error })
      })
      return text
        .split('\n')
        .flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line.trim(), `Line ${index + 1} of the key file ${path}`)]))
    },
    write: (keys) => replaceFile(path, keys.map((key) => `${key.bytes.toString('base64')}\n`).join('')),
  }
}

function readLine(line: string, place: string): SealingKey {
  const bytes = Buffer.from(line, 'base64')
  if (bytes.toString('base64') !== line || bytes.length !== 32)
    throw new SealingKeyError(`${place} is not a sealing key: expected 32 bytes in base64`)
  return describeKey(bytes)
}

async function replaceFile(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  const draft = `${path}.new`
  await mkdir(folder, { recursive: true, mode: 0o711 })
  await writeDurably(await open(draft, 'w', 0o600), text)
  await rename(draft, path)
  const handle = await open(folder, 'r')
  // The rename itself must be on disk before anything is sealed with a key that only this file has.
  await handle.sync().finally(() => handle.close())
}

async function writeDurably(file: FileHandle, text: string): Promise<void> {
  try {
    await file.chmod(0o600)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
