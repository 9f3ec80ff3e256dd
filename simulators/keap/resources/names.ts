// A person's name as one string, for pages, sorting and joined replies.
import type { Row } from '../tenant.ts'

/** `Given Family`, without gaps for missing parts. */
export function formatRowName(row: Row): string {
  return [row['given_name'], row['family_name']].filter((part) => typeof part === 'string' && part !== '').join(' ')
}
