/** The vendor of the bench, as light as can be so that it never is what is measured: a token endpoint and two prepared replies. */
import { createServer } from 'node:http'
import { contactPage, oneContact } from './payload.ts'

const replies: readonly (readonly [path: string, body: Buffer])[] = [
  [
    '/token',
    Buffer.from(
      '{"access_token":"bench-access","token_type":"bearer","expires_in":86400,"refresh_token":"bench-refresh","scope":"full|ab123.infusionsoft.com"}',
    ),
  ],
  ['/crm/rest/v2/contacts/', Buffer.from(oneContact)],
  ['/crm/rest/v2/contacts?', Buffer.from(contactPage)],
  // The names of vendor-defined fields: none here.
  ['/crm/rest/v2/contacts/model', Buffer.from('{"custom_fields":[],"optional_properties":[]}')],
]
const byLength = [...replies].sort(([a], [b]) => b.length - a.length)

const server = createServer((request, response) => {
  request.resume()
  const reply = byLength.find(([path]) => request.url!.startsWith(path))
  if (reply === undefined) response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': 'application/json', 'content-length': reply[1].length }).end(reply[1])
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
