/** `rootKey` of a resource: `request|response`, or the response alone (contract 13.6). */

export interface RootKey {
  readonly requestRoot: string | undefined
  readonly responseRoot: string | undefined
}

/** Splits a root key into the path that wraps the request and the one that unwraps the response; an empty half is undefined. */
export function splitRootKey(rootKey: string | null | undefined): RootKey {
  if (rootKey === undefined || rootKey === null) return { requestRoot: undefined, responseRoot: undefined }
  const bar = rootKey.indexOf('|')
  const [request, response] = bar === -1 ? ['', rootKey] : [rootKey.slice(0, bar), rootKey.slice(bar + 1)]
  return { requestRoot: request.trim() || undefined, responseRoot: response.trim() || undefined }
}
