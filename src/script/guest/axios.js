// require('axios'): the package itself, its way out replaced by the server's guarded door.
const axios = require('axios/dist/browser/axios.cjs')

function toBytes(data) {
  if (data === undefined || data === null) return {}
  if (typeof data === 'string') return { body: data }
  if (data instanceof URLSearchParams) return { body: data.toString() }
  const bytes = ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data)
  return { body: bytes.toString('base64'), isBase64: true }
}

function readBody(reply, responseType) {
  if (responseType === 'arraybuffer') return Buffer.from(reply.body, reply.isBase64 ? 'base64' : 'utf8')
  return reply.isBase64 ? Buffer.from(reply.body, 'base64').toString('utf8') : reply.body
}

function addCredentials(headers, auth) {
  if (auth === undefined) return headers
  const credentials = Buffer.from(`${auth.username ?? ''}:${auth.password ?? ''}`).toString('base64')
  return { ...headers, Authorization: `Basic ${credentials}` }
}

function send(config) {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(Object.entries(config.headers.toJSON(true)).map(([name, value]) => [name, String(value)]))
    const request = {
      url: axios.getUri(config),
      method: String(config.method ?? 'get').toUpperCase(),
      headers: addCredentials(headers, config.auth),
      timeoutMs: config.timeout,
      follow: config.maxRedirects !== 0,
      ...toBytes(config.data),
    }
    const { AxiosError, AxiosHeaders } = axios
    octet.send(request, (reply) => {
      if (reply.error !== undefined) return reject(new AxiosError(reply.error, reply.code, config, request))
      const { status } = reply
      const response = {
        data: readBody(reply, config.responseType),
        status,
        statusText: '',
        headers: new AxiosHeaders(reply.headers),
        config,
        request,
      }
      const isRight = !config.validateStatus || config.validateStatus(status)
      if (isRight) return resolve(response)
      const code = status >= 500 ? AxiosError.ERR_BAD_RESPONSE : AxiosError.ERR_BAD_REQUEST
      reject(new AxiosError(`Request failed with status code ${status}`, code, config, request, response))
    })
  })
}

axios.defaults.adapter = send
module.exports = axios
module.exports.default = axios
