/** A hub's answer onto the wire: JSON written once, streams piped. */
import type { FastifyReply } from 'fastify'
import type { HubResponse } from '../lib/hub-request.ts'

export const jsonType = 'application/json; charset=utf-8'

/** Sends the response; the returned reply lets Fastify wait for a stream. */
export function sendResponse(reply: FastifyReply, response: HubResponse): FastifyReply {
  const { status, headers, body } = response
  for (const name in headers) reply.header(name, headers[name])
  reply.code(status)
  if (body.kind === 'json') return reply.header('content-type', jsonType).send(JSON.stringify(body.value))
  if (body.kind === 'empty') return reply.send()
  reply.header('content-type', body.contentType)
  // A vendor's page must not act as one of ours.
  if (/html|xml|svg/i.test(body.contentType)) reply.header('content-security-policy', 'sandbox')
  if (body.kind === 'text') return reply.send(body.text)
  if (body.length !== undefined) reply.header('content-length', body.length)
  return reply.send(body.stream)
}
