/** For tests of instances: the parts that the composition root hands them, and that `instances/` may not name. */
import type { Egress } from '../src/lib/egress.ts'
import { createScriptRunner } from '../src/script/runner.ts'
import type { ScriptRunner } from '../src/script/script.ts'
import { createTraces, type Traces, type TracesParts } from '../src/trace/traces.ts'

/** Scripts on the usual limits; whoever opens them closes them. */
export function openScripts(egress: Egress): ScriptRunner {
  return createScriptRunner({ egress })
}

export function openTraces(parts: TracesParts): Traces {
  return createTraces(parts)
}
