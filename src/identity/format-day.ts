/** Days as the directory shows them. */

/** yyyy-MM-dd in UTC (contract 1.12). */
export function formatDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
