/** A network between a client and PostgreSQL that can fall silent without closing anything, refuse, and drop everything. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Network {
  /** Of the database, through this network. */
  readonly url: string
  readonly state: { silent: boolean; refusing: boolean }
  dropAll(): void
  /** Connections that clients hold through it. */
  countOpen(): number
  close(): void
}

export async function startNetwork(databaseUrl: string): Promise<Network> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const state = { silent: false, refusing: false }
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    if (state.refusing) return client.destroy()
    clients.add(client.on('close', () => clients.delete(client)))
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from.on('error', () => undefined))
      from.on('data', (data) => state.silent || to.write(data))
      from.on('close', () => state.silent || to.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  const dropAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const close = () => {
    server.close()
    dropAll()
  }
  return { url: url.href, state, dropAll, countOpen: () => clients.size, close }
}
