/** How long a property is tried: as its test says, or many times that with a new seed in `npm run check:long`. */

export interface PropertyRuns {
  readonly seed: number
  readonly numRuns: number
}

/** How many times the usual runs are asked for. */
export const propertyFactor = Number(process.env['OCTET_PROPERTY_FACTOR'] ?? 1)

/** `OCTET_PROPERTY_FACTOR` multiplies the runs, `OCTET_SEED` replaces the seed; fast-check prints the seed of a failure. */
export function readPropertyRuns(seed: number, numRuns: number): PropertyRuns {
  return { seed: Number(process.env['OCTET_SEED'] ?? seed), numRuns: numRuns * propertyFactor }
}
