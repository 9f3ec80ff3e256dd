/** Commands beside the server, on the same data: show the administrator's secrets, make a link that sets a password, rotate the sealing key. They work while the server runs and when not. */
import { join } from 'node:path'
import type { Clock } from '../lib/clock.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { StoreError } from '../store/store-error.ts'
import { createGivenKeys, createKeyFile, type KeySource } from './key-source.ts'
import { openKeyring } from './keyring.ts'
import { linkHours } from './login/link-store.ts'
import { createPasswordLink } from './login/password-link.ts'
import { readAdminSecrets } from './read-secrets.ts'
import { rotateKey } from './rotate-key.ts'

export interface CommandConfig {
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  /** Sealing keys given by the operator, newest first; none: the key file in the data folder. */
  readonly keys: readonly Buffer[]
}

export type Print = (text: string) => void

/** The source of the sealing keys that the options name. Throws a `SealingKeyError` for a key of another length. */
export function createKeySource({ dataFolder, keys }: Pick<CommandConfig, 'dataFolder' | 'keys'>): KeySource {
  return keys.length > 0 ? createGivenKeys(keys) : createKeyFile(join(dataFolder, 'key'))
}

/** Prints both secrets of the first administrator, as JSON or for reading. Rejects with a `StoreError` before the first start of the server. */
export function runSecrets(config: CommandConfig, options: { readonly json: boolean; readonly print: Print }): Promise<void> {
  return withDatabase(config, async (database) => {
    const started = await database.db.selectFrom('users').select('id').limit(1).executeTakeFirst()
    const keyring = started && (await openKeyring({ database, keys: createKeySource(config) }))
    const secrets = keyring && (await readAdminSecrets({ database, keyring }))
    if (secrets === undefined) throw new StoreError('There are no secrets yet: the first start of the server makes them.')
    if (options.json) return options.print(JSON.stringify(secrets))
    options.print(`User secret:         ${secrets.userSecret}`)
    options.print(`Organization secret: ${secrets.organizationSecret}`)
    options.print(`Authorization: User ${secrets.userSecret}, Organization ${secrets.organizationSecret}`)
  })
}

/** Prints a link with which a user sets a password, once. Rejects with a `StoreError` when nobody active has that email address. */
export function runPasswordLink(
  config: CommandConfig,
  options: { readonly email: string; readonly serverUrl: string; readonly clock: Clock; readonly print: Print },
): Promise<void> {
  const { email, serverUrl, clock, print } = options
  return withDatabase(config, async ({ db }) => {
    const link = await createPasswordLink({ db, clock, serverUrl }, email)
    if (link === undefined) throw new StoreError(`No active user has the email address ${email}.`)
    print(`${link}\nIt sets the password of ${email}, once, within ${linkHours} hours.`)
  })
}

/** Rotates the sealing key and prints what was done and what is left to do. Rejects with a `SealingKeyError` when the keys given are not `new,old`. */
export function runRotateKey(config: CommandConfig, options: { readonly clock: Clock; readonly print: Print }): Promise<void> {
  return withDatabase(config, async (database) => {
    const keys = createKeySource(config)
    const rotation = await rotateKey({ database, keys, clock: options.clock })
    options.print(`The sealing key is now ${rotation.keyId}; ${rotation.retiredKeyIds.join(', ')} is retired.`)
    options.print(`Data keys wrapped anew: ${rotation.organizations}.`)
    const left =
      keys.write === undefined
        ? 'Leave the old key out of OCTET_KEY at the next start of each server.'
        : `The new key is in ${keys.name}. Back it up.`
    options.print(left)
  })
}

async function withDatabase<T>({ dataFolder, databaseUrl }: CommandConfig, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataFolder, databaseUrl, purpose: 'command', poolSize: 2 })
  return work(database).finally(() => database.close())
}
