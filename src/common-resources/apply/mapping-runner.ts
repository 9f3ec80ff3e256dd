/** A mapping applied to records: its paths, then its script (contract 9.3). What goes wrong in a script never reaches the client: the mapped record stands. */
import type { InstanceMapping } from '../instance-mapping.ts'

/** On whose behalf, and through which instance. */
export interface ApplyContext {
  readonly organizationId: number
  readonly accountId: number
  /** Who makes the call: scripts that call this server back do so with this user's rights. */
  readonly userId: number
  /** Undefined: a mapping is tried out without an instance. */
  readonly instanceId: number | undefined
  /** `partial`: the record names only what changes. Default: whole. */
  readonly extent?: 'whole' | 'partial' | undefined
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined
}

/** A condition of `where` as scripts see it; all of a list must hold. */
export interface Condition {
  readonly attribute: string
  readonly operator: string
  readonly value: string | null
}

/** Results are there at once when the mapping has no script. Rejects only when `signal` is aborted, with its reason. */
export interface MappingRunner {
  /** The element's records → the client's, in order. Shorter than what it was given only when the script's `filterEmptyResponse` drops results. */
  fromVendor(
    context: ApplyContext,
    mapping: InstanceMapping,
    records: readonly unknown[],
  ): Record<string, unknown>[] | Promise<Record<string, unknown>[]>
  /** A client's records → the element's, in order; what is no record stays as it is. */
  toVendor(context: ApplyContext, mapping: InstanceMapping, records: readonly unknown[]): readonly unknown[] | Promise<readonly unknown[]>
  /** What the script makes of the conditions (`isWhere`): `transformed` unless the mapping applies its script to `where`. */
  where(
    context: ApplyContext,
    mapping: InstanceMapping,
    conditions: { readonly original: readonly Condition[]; readonly transformed: readonly Condition[] },
  ): readonly Condition[] | Promise<readonly Condition[]>
}
