// How v1 writes values: integer ids, times with milliseconds and an offset without a colon, null for what is missing.

/** A v2 time in v1's form: `2024-11-12T21:45:54.000+0000`. */
export function formatV1Time(value: unknown): string | null {
  return typeof value === 'string' ? value.replace(/Z$/, '.000+0000') : null
}

/** An id as an integer. */
export function formatV1Id(value: unknown): number | null {
  return value === undefined || value === null ? null : Number(value)
}

/** The value, or null. */
export function orNull(value: unknown): unknown {
  return value ?? null
}

/** Custom field values with integer ids. */
export function formatV1CustomFields(values: unknown): unknown {
  return ((values ?? []) as { id: string; content: unknown }[]).map(({ id, content }) => ({ content, id: Number(id) }))
}
