/** What a PostgreSQL must be like before we rely on it: new enough, and a session that stays one session. */

import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { connectClient } from './connections.ts'
import { codeOf, messageOf, StoreError } from './store-error.ts'

const oldestMajor = 15
const sessionDeadlineMs = 8_000

/** Errors that pass while a database beside us is still starting: connection refused, cannot_connect_now. */
const startingUp = new Set(['ECONNREFUSED', '57P03'])

/**
 * Connects and checks; rejects with a `StoreError` that says what is wrong and never shows the URL's password.
 * A database that is only just starting is waited for, `patienceMs` at most.
 */
export async function checkServer(url: string, patienceMs = 15_000): Promise<void> {
  const client = await connectPatiently(url, patienceMs)
  try {
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    checkVersion(Number(rows[0]?.server_version_num))
    await checkSession(client, url)
  } finally {
    await client.end()
  }
}

/** Refuses a PostgreSQL older than 15; `version` as in server_version_num, e.g. 150004. */
export function checkVersion(version: number): void {
  const major = Math.floor(version / 10_000)
  if (!(major >= oldestMajor)) throw new StoreError(`DATABASE_URL: PostgreSQL ${oldestMajor} or newer is required, and this is ${major}`)
}

async function connectPatiently(url: string, patienceMs: number): Promise<pg.Client> {
  for (const end = performance.now() + patienceMs; ; await sleep(200)) {
    try {
      return await connectClient(url, {})
    } catch (error) {
      if (startingUp.has(codeOf(error) ?? '') && performance.now() < end) continue
      throw new StoreError(`DATABASE_URL: cannot connect to ${placeOf(url)}: ${messageOf(error)}`, { cause: error })
    }
  }
}

/**
 * Behind a pooler that lends out a server session for one transaction at a time, LISTEN and advisory locks fail silently. To tell, other clients hold
 * transactions open: if one of them got the session of ours, or ours changes while they do, sessions are being shared.
 */
async function checkSession(client: pg.Client, url: string): Promise<void> {
  const others: pg.Client[] = []
  const probe = async () => {
    const mine = await readBackend(client)
    for (let count = 0; count < 2; count++) {
      const other = await connectClient(url, {})
      others.push(other)
      const begun = await other.query('BEGIN').catch(() => undefined)
      if (begun === undefined || (await readBackend(other)) === mine || (await readBackend(client)) !== mine) throw createPoolerError(url)
    }
  }
  const waited = new AbortController()
  const expiry = sleep(sessionDeadlineMs, undefined, { signal: waited.signal }).then(() => {
    throw new StoreError(`DATABASE_URL: ${placeOf(url)} did not give three sessions at once within ${sessionDeadlineMs / 1000} s`)
  })
  try {
    await Promise.race([probe(), expiry])
  } finally {
    waited.abort()
    expiry.catch(() => undefined)
    await Promise.all(others.map((other) => other.end().catch(() => undefined)))
  }
}

async function readBackend(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

function createPoolerError(url: string): StoreError {
  return new StoreError(
    `DATABASE_URL: ${placeOf(url)} is a transaction pooler: sessions are shared between clients, and LISTEN and advisory locks do not work there. Give a direct connection or a session pooler.`,
  )
}

/** Host, port and database of a URL; never its user or password. */
function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url)
    return `${hostname}:${port || 5432}${pathname}`
  } catch {
    return 'the database'
  }
}
