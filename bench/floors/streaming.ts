/** The floor of a small call: node:http in, undici out, the body streamed through untouched. Key hash and cached credential as any proxy would have. */
import { createServer } from 'node:http'
import { pipeline } from 'node:stream'
import { Pool } from 'undici'
import { findCredential } from './key-cache.ts'

const pool = new Pool(process.argv[2]!, { connections: 128 })
const server = createServer(async (request, response) => {
  const token = findCredential(request.headers.authorization)
  if (token === undefined) return response.writeHead(401).end()
  const vendor = await pool.request({ method: 'GET', path: `/crm/rest/v2${request.url}`, headers: { authorization: `Bearer ${token}` } })
  response.writeHead(vendor.statusCode, { 'content-type': 'application/json' })
  pipeline(vendor.body, response, () => {})
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
