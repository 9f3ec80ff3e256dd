// URL and URLSearchParams. The reading is done outside by the platform's own parser; these hold its answers.
const settable = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']

class URLSearchParams {
  #pairs = []
  #changed = () => {}

  constructor(init = '') {
    if (typeof init === 'object' && init !== null) {
      const entries = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init)
      this.#pairs = entries.map(([name, value]) => [String(name), String(value)])
    } else this.#pairs = octet.ask('query-read', String(init))
  }

  static follow(search, changed) {
    const parameters = new URLSearchParams(search)
    parameters.#changed = changed
    return parameters
  }

  #set(pairs) {
    this.#pairs = pairs
    this.#changed(this.toString())
  }

  get size() {
    return this.#pairs.length
  }
  append(name, value) {
    this.#set([...this.#pairs, [String(name), String(value)]])
  }
  delete(name) {
    this.#set(this.#pairs.filter(([key]) => key !== String(name)))
  }
  get(name) {
    return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null
  }
  getAll(name) {
    return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value)
  }
  has(name) {
    return this.#pairs.some(([key]) => key === String(name))
  }
  set(name, value) {
    const at = this.#pairs.findIndex(([key]) => key === String(name))
    if (at < 0) return this.append(name, value)
    this.#set(
      this.#pairs
        .filter(([key], index) => key !== String(name) || index === at)
        .map((pair) => (pair[0] === String(name) ? [pair[0], String(value)] : pair)),
    )
  }
  sort() {
    this.#set([...this.#pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  }
  forEach(task, self) {
    for (const [name, value] of this.#pairs) task.call(self, value, name, this)
  }
  *keys() {
    for (const [name] of this.#pairs) yield name
  }
  *values() {
    for (const [, value] of this.#pairs) yield value
  }
  *entries() {
    for (const [name, value] of this.#pairs) yield [name, value]
  }
  [Symbol.iterator]() {
    return this.entries()
  }
  toString() {
    return octet.ask('query-write', this.#pairs)
  }
  get [Symbol.toStringTag]() {
    return 'URLSearchParams'
  }
}

class URL {
  #parts
  #parameters

  constructor(url, base) {
    this.#parts = octet.ask('url', { url: String(url), ...(base !== undefined && { base: String(base) }) })
  }

  static canParse(url, base) {
    try {
      return new URL(url, base) !== undefined
    } catch {
      return false
    }
  }

  get origin() {
    return this.#parts.origin
  }
  get searchParams() {
    this.#parameters ??= URLSearchParams.follow(this.#parts.search, (search) => {
      this.#parts = octet.ask('url', { url: this.#parts.href, set: ['search', search] })
    })
    return this.#parameters
  }
  toString() {
    return this.#parts.href
  }
  toJSON() {
    return this.#parts.href
  }
  get [Symbol.toStringTag]() {
    return 'URL'
  }

  static {
    for (const name of settable) {
      Object.defineProperty(URL.prototype, name, {
        get() {
          return this.#parts[name]
        },
        set(value) {
          this.#parts = octet.ask('url', { url: this.#parts.href, set: [name, String(value)] })
          this.#parameters = undefined
        },
        enumerable: true,
        configurable: true,
      })
    }
  }
}

module.exports = { URL, URLSearchParams }
