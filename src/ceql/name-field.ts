/** Names of fields as messages say them: a client's name may be as long as a query. */

const longest = 100
const most = 10

/** The name, cut where it is longer than a reader needs to find it. */
export function nameField(path: string): string {
  return path.length > longest ? `${path.slice(0, longest)}…` : path
}

/** The first of many, and how many more there are. */
export function nameFields(paths: readonly string[]): string {
  const named = paths.slice(0, most).map(nameField).join(', ')
  return paths.length > most ? `${named} and ${paths.length - most} more` : named
}
