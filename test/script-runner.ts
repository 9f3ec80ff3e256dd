/** For tests: a runner on short limits whose network is a function. */
import { after } from 'node:test'
import type { Egress } from '../src/lib/egress.ts'
import type { OctetError } from '../src/lib/errors.ts'
import { compileScript } from '../src/script/compile-script.ts'
import type { ScriptLimits } from '../src/script/limits.ts'
import { createScriptRunner, type ScriptRunnerOptions, type WarmableRunner } from '../src/script/runner.ts'
import type { ScriptCall, ScriptList, ScriptResult } from '../src/script/script.ts'

type Call = Partial<Omit<ScriptCall, 'script'>> & { readonly isLegacy?: boolean }

type ListCall = Partial<Omit<ScriptList, 'script' | 'each' | 'keeps'>> & { readonly isLegacy?: boolean }

interface OpenRunner {
  readonly runner: WarmableRunner
  readonly run: (body: string, call?: Call) => Promise<ScriptResult>
  /** Runs a body on each of the records, which it finds as `record`. */
  readonly runEach: (body: string, records: readonly unknown[], call?: ListCall) => Promise<readonly (ScriptResult | OctetError)[]>
}

/** Opens a runner on the usual limits for all tests of a file. */
export function shareRunner(): OpenRunner {
  return openRunner({ after })
}

/** Opens a runner that the test closes. `run` runs a body for account 1 unless the call says otherwise. */
export function openRunner(
  t: { readonly after: (close: () => unknown) => unknown },
  options: Partial<ScriptRunnerOptions> & { readonly limits?: Partial<ScriptLimits> } = {},
): OpenRunner {
  const egress: Pick<Egress, 'send'> = { send: () => Promise.reject(new Error('no network in this test')) }
  const runner = createScriptRunner({ egress, ...options })
  t.after(() => runner.close())
  return {
    runner,
    run: (body, { isLegacy = false, ...call } = {}) =>
      runner.run({ accountId: 1, variables: {}, ...call, script: compileScript({ body, isLegacy, name: 'test hook' }) }),
    runEach: (body, records, { isLegacy = false, ...call } = {}) => {
      const each = records.map((record) => ({ record }))
      return runner.runEach({ accountId: 1, ...call, each, keeps: 'record', script: compileScript({ body, isLegacy, name: 'test hook' }) })
    },
  }
}
