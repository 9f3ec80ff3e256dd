/** The order in which tables can be filled: what others refer to comes before them. */

export interface Reference {
  readonly from: string
  readonly to: string
}

/** Sorts tables so that each comes after those it refers to, otherwise in the order given. Throws an Error for tables that refer to each other in a circle. */
export function sortByReferences(tables: readonly string[], references: readonly Reference[]): string[] {
  const sorted = new Set<string>()
  const under = new Set<string>()
  const place = (table: string) => {
    if (sorted.has(table)) return
    if (under.has(table)) throw new Error(`Tables refer to each other in a circle: ${[...under, table].join(', ')}`)
    under.add(table)
    // A row may refer to another of its own table: foreign keys are checked at the end of the statement that fills it.
    for (const { from, to } of references) if (from === table && to !== table && tables.includes(to)) place(to)
    under.delete(table)
    sorted.add(table)
  }
  for (const table of tables) place(table)
  return [...sorted]
}
