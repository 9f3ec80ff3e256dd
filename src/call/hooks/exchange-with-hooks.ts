/** An exchange with hooks around it: before, the vendor or a hook in its place, and after, on the whole body and on the one at its root (contract 13.1, 13.2). */
import { tellBreaks } from '../first-byte.ts'
import { prepareResource } from '../prepare.ts'
import { type CallSession, sendToVendor } from '../send.ts'
import { storeAnswer } from '../store-answer.ts'
import type { Asking, Exchange, VendorRequest } from '../types.ts'
import type { ResourceHooks } from './compile-hooks.ts'
import type { HookedCall, HookedResponse } from './exchange-state.ts'
import { readHookedContent, tellHeaders } from './hooked-content.ts'
import { refuseHooked } from './hooked-errors.ts'
import { closeRequest, describeUrl, openRequest } from './open-request.ts'
import { type Answer, readAnswer } from './read-answer.ts'
import { createResponse, runHooksAfter, runHooksBefore } from './run-hooks.ts'

/** Runs the exchange. Throws what the vendor or a hook refuses with, script-failed (400), script-timeout, script-too-large (500), too-many-scripts (429). */
export async function exchangeWithHooks(session: CallSession, asking: Asking, hooks: ResourceHooks): Promise<Exchange> {
  const { target, plan } = asking
  const call: HookedCall = { session, target, plan, request: openRequest(session, asking), response: undefined }
  await runBefore(call, hooks)
  const answer = call.request.proceeds ? await askVendor(call, asking, hooks) : answerItself(call.response)
  const { response } = answer
  call.response = response
  try {
    await runHooksAfter(call, hooks.afterWhole)
    const whole = response.body
    const { readRoot } = prepareResource(target.resource)
    const atRoot = response.status < 400 ? readRoot?.(whole) : undefined
    response.body = atRoot ?? whole
    await runHooksAfter(call, hooks.after)
    // A root that did not resolve may do so in what the hook made of the body (trap 27).
    if (atRoot === undefined && response.status < 400) response.body = readRoot?.(response.body) ?? response.body
    refuseHooked(session, answer)
    await storeAnswer(session, asking, { body: response.body, whole, headers: response.headers })
    if (answer.stream !== undefined && response.set.body) answer.stream.destroy()
    return { content: readHookedContent(answer), whole, headers: response.headers, told: tellHeaders(response) }
  } catch (error) {
    answer.stream?.destroy()
    throw error
  }
}

async function runBefore(call: HookedCall, hooks: ResourceHooks): Promise<void> {
  const isRefused = await runHooksBefore(call, hooks.before, () => describeUrl(call.session, call.plan.draft, call.request))
  if (isRefused) refuseHooked(call.session, answerItself(call.response))
}

async function askVendor(call: HookedCall, asking: Asking, hooks: ResourceHooks): Promise<Answer> {
  const { session, plan, target } = call
  const rebuild = async (): Promise<VendorRequest> => {
    plan.draft = (await plan.remake?.()) ?? plan.draft
    call.request = openRequest(session, asking)
    await runBefore(call, hooks)
    return closeRequest(session, asking, call.request)
  }
  const vendor = await sendToVendor(session, closeRequest(session, asking, call.request), rebuild)
  return tellBreaks(() => readAnswer(session, vendor, target.resource))
}

/** `continue: false` (trap 28): what the hook said is the answer. */
function answerItself(response: HookedResponse | undefined): Answer {
  return { response: response ?? createResponse(), contentType: '', read: 'json', stream: undefined, length: undefined }
}
