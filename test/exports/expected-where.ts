/** What the `where` of a sample call becomes for the vendor, converter by converter (contract 6.8). */

const name = 'name'
const value = 'some & more'

const converted: Readonly<Record<string, readonly [string, string]>> = {
  toQueryParameters: [name, value],
  toODataFilter: ['$filter', `${name} eq '${value}'`],
  toODataV3Filter: ['$filter', `${name} eq '${value}'`],
  toBazaarvoice: ['filter', `${name}:eq:${value}`],
  toQuickbase: ['query', `{${name}.EX.'${value}'}`],
}

/** Throws for a converter of which the contract says nothing. */
export function convertSample(converter: string): [string, string][] {
  const pair = converted[converter]
  if (pair === undefined) throw new Error(`nothing is known about the converter ${converter}`)
  return [[...pair]]
}
