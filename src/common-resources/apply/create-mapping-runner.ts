/** A mapping applied to records and conditions: its paths, then its script. */

import { isRecord } from '../../lib/is-record.ts'
import type { InstanceMapping } from '../instance-mapping.ts'
import type { ApplyContext, Condition, MappingRunner } from './mapping-runner.ts'
import { readConditions } from './read-conditions.ts'
import { hasScript, runMappingScript, type ScriptParts } from './run-mapping-script.ts'

type Mapped = Record<string, unknown>

/** Creates the runner; it holds nothing. */
export function createMappingRunner(parts: ScriptParts): MappingRunner {
  async function readWithScript(context: ApplyContext, mapping: InstanceMapping, records: readonly unknown[]): Promise<Mapped[]> {
    const script = mapping.script!
    const inputs = records.map((original) => ({ original, transformed: mapping.mapping.fromVendor(original) }))
    const results = await runMappingScript(parts, { context, mapping, script, fromVendor: true, isWhere: false }, inputs)
    const isKept = (result: object | undefined) =>
      script.filterEmptyResponse !== true || result === undefined || Object.keys(result).length > 0
    return inputs.flatMap(({ transformed }, index) => (isKept(results[index]) ? [results[index] ?? transformed] : []))
  }

  async function writeWithScript(
    context: ApplyContext,
    mapping: InstanceMapping,
    records: readonly unknown[],
  ): Promise<readonly unknown[]> {
    const inputs = records
      .filter(isRecord)
      .map((original) => ({ original, transformed: mapping.mapping.toVendor(original, context.extent) }))
    const task = { context, mapping, script: mapping.script!, fromVendor: false, isWhere: false }
    const results = await runMappingScript(parts, task, inputs)
    const written = inputs.map(({ transformed }, index) => results[index] ?? transformed).values()
    return records.map((record) => (isRecord(record) ? written.next().value : record))
  }

  async function changeWhere(
    context: ApplyContext,
    mapping: InstanceMapping,
    { original, transformed }: Parameters<MappingRunner['where']>[2],
  ): Promise<readonly Condition[]> {
    const task = { context, mapping, script: mapping.script!, fromVendor: false, isWhere: true }
    const [result] = await runMappingScript(parts, task, [{ original: { where: original }, transformed: { where: transformed } }])
    return readConditions(result?.['where']) ?? transformed
  }

  return {
    fromVendor: (context, mapping, records) =>
      hasScript(mapping) ? readWithScript(context, mapping, records) : records.map((record) => mapping.mapping.fromVendor(record)),
    toVendor: (context, mapping, records) =>
      hasScript(mapping)
        ? writeWithScript(context, mapping, records)
        : records.map((record) => (isRecord(record) ? mapping.mapping.toVendor(record, context.extent) : record)),
    where: (context, mapping, conditions) =>
      hasScript(mapping) && mapping.mapping.applyScriptToWhere ? changeWhere(context, mapping, conditions) : conditions.transformed,
  }
}
