/** Limits of the door: sizes in bytes, times in milliseconds. Nothing here is unbounded. */
export const doorLimits = {
  /** JSON bodies are held in memory. */
  jsonBody: 8 * 1024 * 1024,
  /** JSON bodies of clients that have not said who they are. */
  anonymousBody: 64 * 1024,
  /** From the head of a request to the last byte of its JSON. */
  jsonPatience: 60_000,
  /** Arrays and objects within each other. */
  jsonDepth: 200,
  /** JSON that is arriving, of one instance or account, and of all clients together. */
  bodiesOfOne: 64 * 1024 * 1024,
  bodiesOfAll: 512 * 1024 * 1024,
  /** Other bodies pass through as streams. */
  uploadBody: 1024 * 1024 * 1024,
  /** Request line and headers together; `where` travels in the line. */
  headers: 32 * 1024,
  /** One decoded path parameter. */
  pathParameter: 2048,
  /** Open connections; more are closed at once. */
  connections: 8192,
  /** How long a refused connection stays for its answer to be read. */
  linger: 1000,
  headersTimeout: 30_000,
  /** From the first byte to the last of a request, uploads included. */
  requestTimeout: 15 * 60_000,
  keepAliveTimeout: 72_000,
}

export type DoorLimits = Readonly<typeof doorLimits>

/** A size in bytes as people say it: `8 MB`, `64 KB`. */
export function describeSize(bytes: number): string {
  const megabyte = 1024 * 1024
  return bytes < megabyte ? `${Math.round(bytes / 1024)} KB` : `${Math.round(bytes / megabyte)} MB`
}
