/** How long a property is tried: as its test says, or many times that with a new seed in `npm run check:long`. */

export interface PropertyRuns {
  readonly seed: number
  readonly numRuns: number
}

/** `OCTET_PROPERTY_FACTOR` multiplies the runs, `OCTET_SEED` replaces the seed; fast-check prints the seed of a failure. */
export function readPropertyRuns(seed: number, numRuns: number): PropertyRuns {
  const factor = Number(process.env['OCTET_PROPERTY_FACTOR'] ?? 1)
  return { seed: Number(process.env['OCTET_SEED'] ?? seed), numRuns: numRuns * factor }
}
