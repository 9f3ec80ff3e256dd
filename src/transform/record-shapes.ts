/**
 * Builds records of some sixty members fast. V8 keeps an object that is copied from another in its fast form, and puts one whose members are set one by one
 * into its slow form (measured: building and serialising take 1.5 to 3 times as long). Records of a page mostly have the same members, so copies are to be had.
 */

type Template = Readonly<Record<string, unknown>>

/** Enough for what one vendor's records vary; what comes beyond is built the slow way. */
const mostShapes = 200

/** A record of these names in this order, all null, to be copied. */
export function createTemplate(names: readonly string[]): Template {
  // Parsing, unlike fromEntries, gives the fast form.
  return JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Template
}

/** Gives a function that makes a record of the names, in their order, and the values at the same places, those left out that are `absent`. */
export function createShapedBuilder(
  names: readonly string[],
  absent: null | undefined,
): (values: readonly unknown[]) => Record<string, unknown> {
  const shapes = new Map<string, Template>()
  return (values) => {
    const key = describeShape(values, absent)
    const known = shapes.get(key)
    const record: Record<string, unknown> = known === undefined ? {} : { ...known }
    for (let at = 0; at < values.length; at++) if (values[at] !== absent) record[names[at]!] = values[at]
    if (known === undefined && shapes.size < mostShapes) shapes.set(key, createTemplate(Object.keys(record)))
    return record
  }
}

/** One bit a value, fifteen to a character: which are there. */
function describeShape(values: readonly unknown[], absent: null | undefined): string {
  let key = ''
  let bits = 0
  for (let at = 0; at < values.length; at++) {
    bits = (bits << 1) | (values[at] === absent ? 0 : 1)
    if (at % 15 !== 14) continue
    key += String.fromCharCode(bits)
    bits = 0
  }
  return key + String.fromCharCode(bits)
}
