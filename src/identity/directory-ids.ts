/** Ids of people and accounts as paths carry them. */

/** Digits are an id, beyond what a table can count nobody's; anything else is not one. */
export function readId(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}
