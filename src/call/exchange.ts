/** One exchange with the vendor: the request that was planned, hooks around it where the element has some, the answer at its root (contract 13.1 steps 6 to 11). */

import type { JsonReader } from '../lib/json-path.ts'
import { readSoapFault } from './body/soap-fault.ts'
import { buildRequest } from './build-request.ts'
import { awaitFirstByte } from './first-byte.ts'
import { exchangeWithHooks } from './hooks/exchange-with-hooks.ts'
import { prepareResource } from './prepare.ts'
import { discardContent, readContent } from './read-content.ts'
import { drawPage } from './search/draw-page.ts'
import { type CallSession, sendToVendor } from './send.ts'
import { storeAnswer } from './store-answer.ts'
import type { Asking, Content, Exchange } from './types.ts'
import { createRefusal } from './vendor-errors.ts'

const nothing: Exchange['told'] = {}

/** Asks the vendor once. Throws what the vendor, a hook or the way to it answers: 4xx, 401 when a renewal was refused, 429, 500, 502. */
export async function exchange(session: CallSession, asking: Asking): Promise<Exchange> {
  const { target, plan } = asking
  const { resource } = target
  const prepared = prepareResource(resource)
  if (prepared.hooks !== undefined) return exchangeWithHooks(session, asking, prepared.hooks)
  const { remake } = plan
  const build = () => {
    const { draft, query } = drawPage(asking)
    return buildRequest(session, draft, { requestRoot: resource.requestRoot, ...(query !== undefined && { query }) })
  }
  const rebuild = async () => {
    plan.draft = (await remake?.()) ?? plan.draft
    return build()
  }
  const response = await sendToVendor(session, build(), remake === undefined ? undefined : rebuild)
  const { headers } = response
  if (resource.response === 'pong') return { content: await discardContent(session, response), whole: undefined, headers, told: nothing }
  const content = await readContent(session, response, { expectJson: asking.expectJson, resource })
  if (content.kind !== 'json') {
    if (prepared.fromResponse.length > 0 || plan.draft.kept !== undefined)
      await storeAnswer(session, asking, { body: undefined, whole: undefined, headers })
    return { content: await begin(content), whole: undefined, headers, told: nothing }
  }
  const whole = content.value
  if (resource.protocol === 'soap') refuseFault(session, whole, headers)
  const value = readAtRoot(whole, prepared.readRoot, resource.isPlain)
  if (prepared.fromResponse.length > 0 || plan.draft.kept !== undefined) await storeAnswer(session, asking, { body: value, whole, headers })
  return { content: { kind: 'json', value }, whole, headers, told: nothing }
}

/** A root that does not resolve leaves the body whole (contract 13.6). A null there is an answer: an element that says what it maps has no record then. */
function readAtRoot(whole: unknown, readRoot: JsonReader | undefined, isPlain: boolean): unknown {
  const value = readRoot?.(whole)
  return value === undefined || (value === null && isPlain) ? whole : value
}

/** A file is handed on once it has begun; an empty one has nothing to stream. */
async function begin(content: Content): Promise<Content> {
  if (content.kind !== 'other' || content.body.kind !== 'stream') return content
  const { stream, contentType } = content.body
  return (await awaitFirstByte(stream)) ? content : { ...content, body: { kind: 'text', text: '', contentType } }
}

/** A SOAP fault is a refusal, whatever status it came with. */
function refuseFault(session: CallSession, whole: unknown, headers: Exchange['headers']): void {
  const fault = readSoapFault(whole)
  if (fault === undefined) return
  const { instance, configuration, credential, parts } = session
  throw createRefusal({ status: fault.status, headers, said: fault.message }, { instance, configuration, credential, now: parts.clock() })
}
