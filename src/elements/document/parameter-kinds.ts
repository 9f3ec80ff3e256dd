/** The words of parameters (contract 12.5), in one list for the routes and the linter. */

/** `type`: where the value comes from. */
export const parameterTypes: readonly string[] = [
  ...['query', 'path', 'header', 'form', 'multipart', 'body', 'bodyField', 'configuration', 'value', 'prevBody', 'prevBodyField'],
]

/** `vendorType`: where it goes. */
export const vendorTypes: readonly string[] = [
  ...['query', 'path', 'header', 'body', 'bodyToken', 'bodyField', 'form', 'multipart', 'configuration', 'no-op', 'value'],
]

/** `vendorType` with `source: response`: what of the answer is read. */
export const responseParts: readonly string[] = ['body', 'bodyField', 'header', 'bodyToken']

/** `source`. */
export const parameterSources: readonly string[] = ['request', 'response']
