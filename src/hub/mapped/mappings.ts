/** What the hub is given of common resources: which names of an instance are mapped, and who applies a mapping to records. */
import type { MappingRunner } from '../../common-resources/apply/mapping-runner.ts'
import type { InstanceMapping, MappedInstance } from '../../common-resources/instance-mapping.ts'

export interface Mappings {
  /** At once when warm; undefined: the instance has no mapping of that name. */
  mappingOf(instance: MappedInstance, name: string): InstanceMapping | undefined | Promise<InstanceMapping | undefined>
  /** All mapped names of an instance. */
  namesOf(instance: MappedInstance): readonly string[] | Promise<readonly string[]>
  readonly runner: MappingRunner
}
