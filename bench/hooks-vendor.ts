/** The vendor of the bench of hooks: one contact of 1 KB, and a list of 200 KB. */
import { createServer } from 'node:http'
import { createContact, oneContact, pageSize } from './payload.ts'

const list = JSON.stringify({ contacts: Array.from({ length: 2 * pageSize }, (_, index) => createContact(index)) })

const server = createServer((request, response) => {
  request.resume()
  const body = request.url!.includes('/list') ? list : oneContact
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
