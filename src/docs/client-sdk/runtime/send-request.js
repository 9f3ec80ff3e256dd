/** Sends the requests of this package. No dependencies: it needs `fetch`, which browsers and Node have. */

/** The server, or the vendor behind it, refused: `status`, `body` and `headers` are the answer's. */
export class RequestFailure extends Error {
  constructor({ status, headers, body }) {
    super(body?.message ?? `The server answered with status ${status}`)
    this.name = 'RequestFailure'
    this.status = status
    this.headers = headers
    this.body = body
  }
}

/**
 * `operation` is `{ method, path, consumes?, inputs }`, an input `[name, place, name on the wire]`.
 * Resolves with the answer, rejects with a RequestFailure for a status of 400 or more.
 */
export async function sendRequest(connection, operation, values) {
  const { path, query, headers, fields, body } = placeValues(operation, values)
  const search = query.size > 0 ? `?${query}` : ''
  const send = connection.fetch ?? fetch
  const response = await send(connection.baseUrl.replace(/\/+$/, '') + path + search, {
    method: operation.method,
    headers: {
      accept: 'application/json, */*;q=0.5',
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      authorization: `User ${connection.userSecret}, Element ${connection.elementToken}`,
    },
    body: body === undefined ? writeFields(operation, fields) : JSON.stringify(body),
    signal: connection.signal,
  })
  const answer = { status: response.status, headers: response.headers, body: await readBody(response) }
  if (response.status >= 400) throw new RequestFailure(answer)
  return answer
}

function placeValues({ path, inputs }, values) {
  const placed = { path, query: new URLSearchParams(), headers: {}, fields: [], body: undefined }
  for (const [name, place, wireName] of inputs) {
    const value = values[name]
    if (value === undefined || value === null) {
      if (place === 'path') throw new TypeError(`${name} is missing, a part of the path ${path}`)
    } else if (place === 'body') placed.body = value
    else if (place === 'formData') placed.fields.push([wireName, value])
    else if (place === 'path') placed.path = placed.path.replace(`{${wireName}}`, () => encodeURIComponent(String(value)))
    else if (place === 'header') placed.headers[wireName] = String(value)
    else placed.query.append(wireName, String(value))
  }
  return placed
}

function writeFields({ consumes }, fields) {
  if (fields.length === 0) return undefined
  const form = consumes === 'multipart/form-data' ? new FormData() : new URLSearchParams()
  for (const [name, value] of fields) form.append(name, value instanceof Blob ? value : String(value))
  return form
}

async function readBody(response) {
  const type = response.headers.get('content-type') ?? ''
  if (!/json|^text\//i.test(type)) {
    const content = await response.blob()
    return content.size === 0 ? undefined : content
  }
  const text = await response.text()
  return !/json/i.test(type) ? text : text === '' ? undefined : JSON.parse(text)
}
