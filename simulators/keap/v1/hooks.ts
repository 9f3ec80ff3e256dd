// v1 REST hooks: the subscription's life. Delivery is in hook-delivery.ts.
import { randomBytes } from 'node:crypto'
import { answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { checkBody, requireValues, text } from '../checks.ts'
import { ApiError } from '../errors.ts'
import type { Hook, Hooks } from './hook-delivery.ts'
import { eventKeys } from './hook-keys.ts'

/** The hook routes over one set of subscriptions. */
export function createHookRoutes(hooks: Hooks): Routes {
  const find = (call: Call): Hook => {
    const hook = hooks.list.get(call.params['key'] ?? '')
    if (!hook || hook.tenant !== call.tenant.id) throw new ApiError(404, 'Unable to find this Hook')
    return hook
  }
  return {
    'GET /hooks': (call) => answerOk([...hooks.list.values()].filter((hook) => hook.tenant === call.tenant.id).map(showHook)),
    'GET /hooks/event_keys': () => answerOk(eventKeys),
    'POST /hooks': (call) => {
      const hook = createHook(hooks, call)
      void hooks.verify(hook)
      return answerOk(showHook(hook))
    },
    'GET /hooks/{key}': (call) => answerOk(showHook(find(call))),
    'PUT /hooks/{key}': (call) => {
      const hook = Object.assign(find(call), readHook(call), { status: 'Unverified' })
      void hooks.verify(hook)
      return answerOk(showHook(hook))
    },
    'DELETE /hooks/{key}': (call) => {
      hooks.remove(find(call))
      return answerNothing()
    },
    'POST /hooks/{key}/verify': async (call) => {
      const hook = find(call)
      await hooks.verify(hook)
      return answerOk(showHook(hook))
    },
    'POST /hooks/{key}/delayedVerify': (call) => {
      const hook = find(call)
      if (call.headers['x-hook-secret'] !== hook.secret) throw new ApiError(400, 'Invalid X-Hook-Secret')
      hook.status = 'Verified'
      return answerOk(showHook(hook))
    },
  }
}

function createHook(hooks: Hooks, call: Call): Hook {
  const key = String(hooks.list.size === 0 ? 1 : Math.max(...[...hooks.list.keys()].map(Number)) + 1)
  const secret = randomBytes(16).toString('hex')
  const hook: Hook = { key, tenant: call.tenant.id, ...readHook(call), status: 'Unverified', secret, waiting: [], failures: 0 }
  hooks.list.set(key, hook)
  return hook
}

function readHook(call: Call): { eventKey: string; hookUrl: string } {
  const { eventKey, hookUrl } = checkBody(call.body, { eventKey: text(), hookUrl: text() }) as { eventKey: string; hookUrl: string }
  requireValues({ eventKey, hookUrl }, ['eventKey', 'hookUrl'])
  if (!eventKeys.includes(eventKey)) throw new ApiError(400, `eventKey is not known: ${eventKey}`)
  if (!URL.canParse(hookUrl)) throw new ApiError(400, 'hookUrl is not a URL')
  return { eventKey, hookUrl }
}

function showHook({ key, eventKey, hookUrl, status }: Hook): Record<string, unknown> {
  return { key, eventKey, hookUrl, status }
}
