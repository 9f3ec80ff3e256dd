// require('http') and require('https'): the client side of Node's modules as scripts use it. Every request goes through the server's guarded door.
const { Emitter } = require('./emitter.js')

class IncomingMessage extends Emitter {
  complete = true
  httpVersion = '1.1'
  statusMessage = ''

  constructor(reply) {
    super()
    this.statusCode = reply.status
    this.headers = reply.headers
    this.rawHeaders = Object.entries(reply.headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]))
    this.body = Buffer.from(reply.body, reply.isBase64 ? 'base64' : 'utf8')
  }

  setEncoding(encoding) {
    this.encoding = encoding
    return this
  }
  resume() {
    return this
  }
  pause() {
    return this
  }
  destroy() {
    return this
  }
  deliver() {
    if (this.body.length > 0) this.emit('data', this.encoding === undefined ? this.body : this.body.toString(this.encoding))
    this.emit('end')
    this.emit('close')
  }
  async *[Symbol.asyncIterator]() {
    if (this.body.length > 0) yield this.encoding === undefined ? this.body : this.body.toString(this.encoding)
  }
}

class ClientRequest extends Emitter {
  #target
  #chunks = []
  #isEnded = false
  #isGone = false

  constructor(target, listener) {
    super()
    this.#target = target
    this.method = target.method
    if (typeof listener === 'function') this.once('response', listener)
  }

  setHeader(name, value) {
    this.removeHeader(name)
    this.#target.headers[name] = value
    return this
  }
  getHeader(name) {
    const found = Object.keys(this.#target.headers).find((key) => key.toLowerCase() === String(name).toLowerCase())
    return found === undefined ? undefined : this.#target.headers[found]
  }
  removeHeader(name) {
    for (const key of Object.keys(this.#target.headers))
      if (key.toLowerCase() === String(name).toLowerCase()) delete this.#target.headers[key]
  }
  setTimeout(ms, listener) {
    this.#target.timeoutMs = Number(ms)
    if (typeof listener === 'function') this.once('timeout', listener)
    return this
  }
  setNoDelay() {
    return this
  }
  setSocketKeepAlive() {
    return this
  }
  flushHeaders() {}
  write(chunk, encoding, callback) {
    if (this.#isEnded) throw new Error('write after end')
    this.#chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? encoding : undefined))
    const after = typeof encoding === 'function' ? encoding : callback
    if (typeof after === 'function') queueMicrotask(after)
    return true
  }
  end(chunk, encoding, callback) {
    if (this.#isEnded) return this
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') this.write(chunk, encoding)
    const after = [chunk, encoding, callback].find((value) => typeof value === 'function')
    if (after !== undefined) this.once('finish', after)
    this.#isEnded = true
    const body = Buffer.concat(this.#chunks)
    const { url, method, headers, timeoutMs } = this.#target
    const content = body.length === 0 ? {} : { body: body.toString('base64'), isBase64: true }
    const printed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
    octet.send({ url, method, headers: printed, timeoutMs, ...content }, (reply) => this.#receive(reply))
    this.emit('finish')
    return this
  }
  abort() {
    return this.destroy()
  }
  destroy(error) {
    this.#isGone = true
    this.destroyed = true
    if (error !== undefined) this.emit('error', error)
    this.emit('close')
    return this
  }
  #receive(reply) {
    if (this.#isGone) return
    if (reply.error !== undefined) {
      if (reply.code === 'ETIMEDOUT' && this.emit('timeout')) return
      this.emit('error', Object.assign(new Error(reply.error), { code: reply.code }))
      return
    }
    const message = new IncomingMessage(reply)
    if (this.emit('response', message)) queueMicrotask(() => message.deliver())
  }
}

function readTarget(protocol, first, second) {
  const isUrl = typeof first === 'string' || first instanceof URL
  const options = (isUrl ? second : first) ?? {}
  const url = isUrl ? new URL(String(first)) : undefined
  const scheme = options.protocol ?? url?.protocol ?? protocol
  const host = options.hostname ?? (options.host === undefined ? (url?.hostname ?? 'localhost') : String(options.host).replace(/:\d+$/, ''))
  const portOfHost = /:(\d+)$/.exec(String(options.hostname === undefined ? (options.host ?? '') : ''))?.[1]
  const port = options.port ?? portOfHost ?? url?.port ?? ''
  const path = options.path ?? (url === undefined ? '/' : url.pathname + url.search)
  const headers = { ...options.headers }
  const credentials =
    options.auth ?? (url?.username ? `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` : undefined)
  if (credentials !== undefined && !Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'))
    headers.Authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const authority = port === null || port === '' || port === undefined ? host : `${host}:${port}`
  return {
    url: `${scheme}//${authority}${path}`,
    method: String(options.method ?? 'GET').toUpperCase(),
    headers,
    timeoutMs: options.timeout,
  }
}

exports.createClient = (protocol) => {
  const request = (first, second, third) => {
    const listener = [second, third].find((value) => typeof value === 'function')
    return new ClientRequest(readTarget(protocol, first, typeof second === 'function' ? undefined : second), listener)
  }
  class Agent {}
  return { request, get: (...values) => request(...values).end(), Agent, globalAgent: new Agent(), ClientRequest, IncomingMessage }
}
