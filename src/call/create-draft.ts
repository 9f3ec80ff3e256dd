/** An empty request to the vendor: every member is there from the beginning, so that all drafts have one shape. */
import type { Method } from '../lib/hub-request.ts'
import type { Draft } from './types.ts'

/** Creates a draft; `path` is copied, parameters add to it. */
export function createDraft(method: Method, vendorPath: string, path: Readonly<Record<string, string>>): Draft {
  return {
    method,
    vendorPath,
    path: { ...path },
    secretPlaces: undefined,
    query: [],
    headers: {},
    json: undefined,
    form: undefined,
    parts: undefined,
    file: undefined,
    renamePart: undefined,
    template: undefined,
    tokens: undefined,
    kept: undefined,
    passed: undefined,
    ignored: undefined,
    statement: undefined,
    fetchQuery: undefined,
  }
}
