/** A hub without common resources. */
import type { Mappings } from './mappings.ts'

export const noMappings: Mappings = {
  mappingOf: () => undefined,
  namesOf: () => [],
  runner: {
    fromVendor: (_context, { mapping }, records) => records.map((record) => mapping.fromVendor(record)),
    toVendor: ({ extent }, { mapping }, record) => mapping.toVendor(record, extent),
    where: (_context, _mapping, { transformed }) => transformed,
  },
}
