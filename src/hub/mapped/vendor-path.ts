/** Where a mapping lies: the name of an element's resource as segments with places, filled from the ids of a client's path. */

/** `/accounts/{id}/contacts` → its segments. */
export function readVendorName(vendorName: string): readonly string[] {
  return vendorName.split('/').filter((segment) => segment !== '')
}

export function isPlace(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}')
}

export interface FilledPath {
  readonly segments: readonly string[]
  /** A place that no id was given for. */
  readonly missing: string | undefined
}

/** Fills the places with the first of the values; the others follow. */
export function fillPath(template: readonly string[], values: readonly string[]): FilledPath {
  const rest = [...values]
  let missing: string | undefined
  const segments = template.map((segment) => {
    if (!isPlace(segment)) return segment
    const value = rest.shift()
    if (value === undefined) missing ??= segment
    return value ?? segment
  })
  return { segments: [...segments, ...rest], missing }
}
