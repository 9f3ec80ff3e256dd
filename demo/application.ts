/** The application of the story: a small web server that waits for the vendor to send its user back with a code. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Application {
  readonly callbackUrl: string
  /** Query of the last callback. */
  readonly received: () => URLSearchParams
  close(): void
}

/** Listens on a free port of the loopback interface. */
export async function startApplication(): Promise<Application> {
  let last = new URLSearchParams()
  const server = createServer((request, response) => {
    last = new URL(request.url!, 'http://application').searchParams
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Thank you. You may close this window.</p>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    callbackUrl: `http://127.0.0.1:${port}/callback`,
    received: () => last,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
