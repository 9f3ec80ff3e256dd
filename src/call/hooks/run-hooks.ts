/** Runs hooks one after another: each sees what the ones before it made of the call. */
import { OctetError } from '../../lib/errors.ts'
import type { Script, ScriptCall, ScriptResult, ScriptRunner } from '../../script/script.ts'
import { keepConfiguration } from '../keep-configuration.ts'
import { hideOwnSecrets } from '../vendor-errors.ts'
import type { HookedCall, HookedResponse } from './exchange-state.ts'
import { readConfiguration } from './hook-result.ts'
import { mergeRequest } from './merge-request.ts'
import { mergeResponse } from './merge-response.ts'
import { readVariables } from './variables.ts'

/**
 * Runs the hooks before the vendor is asked; an answer that one gives is in `call.response`. True when that is a refusal, which ends the call
 * (contract 13.4): an error status without `continue`. Throws what the runner or a merge throws.
 */
export async function runHooksBefore(call: HookedCall, scripts: readonly Script[], describeUrl: () => string): Promise<boolean> {
  for (const script of scripts) {
    const result = await run(call, script)
    mergeRequest(call.request, result, script)
    if (!call.request.isUrlOwn) call.request.url = describeUrl()
    if (answers(result)) {
      call.response ??= createResponse()
      mergeResponse(call.response, result, script)
      if (refuses(result, call.response)) return true
    }
  }
  return false
}

/** Runs hooks on the answer. Throws what the runner or a merge throws. */
export async function runHooksAfter(call: HookedCall, scripts: readonly Script[]): Promise<void> {
  for (const script of scripts) {
    const result = await run(call, script)
    if (call.response !== undefined) mergeResponse(call.response, result, script)
  }
}

/** The answer that a hook gives in the vendor's place begins as an empty success. */
export function createResponse(): HookedResponse {
  return {
    status: 200,
    headers: {},
    raw: undefined,
    rawValue: undefined,
    isJson: false,
    body: undefined,
    errorMessage: undefined,
    set: { status: false, body: false, errorMessage: false, headers: new Set() },
  }
}

async function run(call: HookedCall, script: Script): Promise<ScriptResult> {
  const { session } = call
  const { instance, configuration, credential } = session
  const result = await runToItsEnd(session.parts.scripts, {
    script,
    hide: (text) => hideOwnSecrets(text, { instance, configuration, credential }),
    accountId: instance.accountId,
    ...readVariables(script, call),
    ...(session.signal !== undefined && { signal: session.signal }),
  })
  const changed = readConfiguration(result, script)
  if (changed !== undefined) await keepConfiguration(session, changed)
  return result
}

/** Hooks of real elements call `done` on the branches that change something, and simply end on the others: that is `done()`. */
async function runToItsEnd(scripts: ScriptRunner, call: ScriptCall): Promise<ScriptResult> {
  try {
    return await scripts.run(call)
  } catch (error) {
    if (error instanceof OctetError && error.code === 'script-silent') return {}
    throw error
  }
}

function refuses(result: ScriptResult, { status }: HookedResponse): boolean {
  return (result['continue'] ?? undefined) === undefined && (result['response_status_code'] ?? undefined) !== undefined && status >= 400
}

function answers(result: ScriptResult): boolean {
  return Object.keys(result).some((name) => name.startsWith('response_'))
}
