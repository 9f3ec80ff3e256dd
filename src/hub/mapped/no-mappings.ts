/** A hub without common resources. */
import type { Mappings } from './mappings.ts'

export const noMappings: Mappings = {
  mappingOf: () => undefined,
  namesOf: () => [],
  runner: {
    fromVendor: (_context, { mapping }, records) => records.map((record) => mapping.fromVendor(record)),
    toVendor: (_context, { mapping }, record) => mapping.toVendor(record),
    where: (_context, _mapping, { transformed }) => transformed,
  },
}
