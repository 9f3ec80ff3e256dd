/** Connections to PostgreSQL: how every session of ours is set up, and how values come back. */
import pg from 'pg'

export interface ConnectionSettings {
  readonly url: string
  /** Called with the text of every statement that a pool sends. */
  readonly onStatement: (sql: string) => void
  /** A connection broke while nobody was using it; the pool replaces it by itself. */
  readonly onError: (error: Error) => void
}

export interface PoolSettings extends ConnectionSettings {
  readonly size: number
  readonly session: Readonly<Record<string, string>>
  /** How long one waits for a connection when all are in use, or for a new one to be made. Default 10 s. */
  readonly patienceMs?: number
}

const connectTimeoutMs = 10_000

/** Session settings of ordinary work: nothing of ours takes longer, and a forgotten transaction must not hold back vacuum. */
export const workSession = { TimeZone: 'UTC', statement_timeout: '30s', idle_in_transaction_session_timeout: '60s' }

/** Opens a pool of at most `size` connections, made when they are needed. */
export function createPool(settings: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    ...connectionOptions(settings.url),
    max: settings.size,
    connectionTimeoutMillis: settings.patienceMs ?? connectTimeoutMs,
  })
  pool.on('connect', (client) => {
    client.query(sessionSql(settings.session)).catch(settings.onError)
    observeStatements(client, settings.onStatement)
    client.on('error', settings.onError)
  })
  pool.on('error', () => undefined)
  return pool
}

/** Opens one connection outside any pool; rejects when it cannot. With `patienceMs` neither connecting nor any statement may take longer. */
export async function connectClient(url: string, session: Readonly<Record<string, string>>, patienceMs?: number): Promise<pg.Client> {
  const patience = patienceMs === undefined ? {} : { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs }
  const client = new pg.Client({ ...connectionOptions(url), ...patience })
  // Before the end of connect() an error is its rejection; afterwards the owner listens too.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(sessionSql(session))
  } catch (error) {
    void client.end().catch(() => undefined)
    throw error
  }
  return client
}

function connectionOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'octet',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        readers[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  }
}

/** bigint as number: our ids count rows. One beyond 2^53 would be silently another one, so it is refused. */
const readers: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.INT8]: (text) => {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the exact integers`)
    return value
  },
}

function sessionSql(session: Readonly<Record<string, string>>): string {
  return Object.entries(session)
    .map(([name, value]) => `SET ${name} = '${value}'`)
    .join('; ')
}

function observeStatements(client: pg.PoolClient, onStatement: (sql: string) => void): void {
  const query = client.query.bind(client) as (...values: unknown[]) => unknown
  const observed = (...values: unknown[]) => {
    const [first] = values
    onStatement(typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? ''))
    return query(...values)
  }
  client.query = observed as typeof client.query
}
