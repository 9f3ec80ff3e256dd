/** The script of a mapping on many records at once (contract 9.3): its variables, its time, and what stands when it fails. */
import { OctetError } from '../../lib/errors.ts'
import { compileScript } from '../../script/compile-script.ts'
import type { Script, ScriptResult, ScriptRunner } from '../../script/script.ts'
import type { MappingScript } from '../../transform/mapping/mapping-document.ts'
import type { InstanceMapping } from '../instance-mapping.ts'
import type { CallBack } from './call-back.ts'
import type { ApplyContext } from './mapping-runner.ts'

/** What went wrong in a script, without anything that it saw. */
export interface ScriptTrouble {
  readonly organizationId: number
  readonly instanceId: number | undefined
  readonly objectName: string
  readonly code: string
  /** Records whose mapping stands as it was without the script, of how many. */
  readonly failed: number
  readonly records: number
}

export interface ScriptParts {
  readonly scripts: Pick<ScriptRunner, 'runEach'>
  /** Lets a script call this server back until it is closed. */
  readonly openCallBack: (context: ApplyContext) => CallBack
  readonly onTrouble: (trouble: ScriptTrouble) => void
}

export interface ScriptInput {
  readonly original: unknown
  readonly transformed: unknown
}

export interface ScriptTask {
  readonly context: ApplyContext
  readonly mapping: InstanceMapping
  readonly script: MappingScript
  readonly fromVendor: boolean
  readonly isWhere: boolean
}

/** What the script made of each; undefined where it failed. Rejects only when the context's `signal` is aborted, with its reason. */
export async function runMappingScript(
  parts: ScriptParts,
  task: ScriptTask,
  inputs: readonly ScriptInput[],
): Promise<readonly (ScriptResult | undefined)[]> {
  const { context, mapping, fromVendor, isWhere } = task
  const script = openScript(task.script, mapping.objectName)
  const callBack = script.mentions.has('configuration') ? parts.openCallBack(context) : undefined
  const fixed = { fromVendor, isWhere, ...(callBack !== undefined && { configuration: callBack.configuration }) }
  const usesOriginal = script.mentions.has('originalObject')
  try {
    const outcomes = await parts.scripts.runEach({
      script,
      accountId: context.accountId,
      each: inputs.map(({ original, transformed }) => ({
        ...(usesOriginal && { originalObject: original }),
        transformedObject: transformed,
        ...fixed,
      })),
      keeps: 'transformedObject',
      signal: context.signal,
      ownServer: callBack?.ownServer,
    })
    const failures = outcomes.filter((outcome) => outcome instanceof OctetError)
    if (failures.length > 0) parts.onTrouble(describeTrouble(task, { failures, records: inputs.length }))
    return outcomes.map((outcome) => (outcome instanceof OctetError ? undefined : outcome))
  } catch (error) {
    context.signal?.throwIfAborted()
    parts.onTrouble(describeTrouble(task, { failures: inputs.map(() => error), records: inputs.length }))
    return inputs.map(() => undefined)
  } finally {
    callBack?.close()
  }
}

/** Whether there is anything to run. */
export function hasScript({ script }: InstanceMapping): boolean {
  return script !== undefined && script.body.trim() !== ''
}

const opened = new WeakMap<MappingScript, Script>()

function openScript(source: MappingScript, objectName: string): Script {
  const known = opened.get(source)
  if (known !== undefined) return known
  const script = compileScript({ body: source.body, isLegacy: source.isLegacy, name: `script of ${objectName}` })
  opened.set(source, script)
  return script
}

function describeTrouble(
  { context, mapping }: ScriptTask,
  { failures, records }: { readonly failures: readonly unknown[]; readonly records: number },
): ScriptTrouble {
  const [first] = failures
  const { organizationId, instanceId } = context
  const code = first instanceof OctetError ? first.code : 'internal'
  return { organizationId, instanceId, objectName: mapping.objectName, code, failed: failures.length, records }
}
