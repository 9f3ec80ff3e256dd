/** Limits of the door: sizes in bytes, times in milliseconds. Nothing here is unbounded. */
export const doorLimits = {
  /** JSON bodies are held in memory. */
  jsonBody: 8 * 1024 * 1024,
  /** Other bodies pass through as streams. */
  uploadBody: 1024 * 1024 * 1024,
  /** Request line and headers together; `where` travels in the line. */
  headers: 32 * 1024,
  /** One decoded path parameter. */
  pathParameter: 2048,
  headersTimeout: 30_000,
  /** From the first byte to the last of a request, uploads included. */
  requestTimeout: 15 * 60_000,
  keepAliveTimeout: 72_000,
} as const

/** A size in bytes as people say it: `8 MB`. */
export function describeSize(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MB`
}
