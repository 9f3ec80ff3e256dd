// Events, as far as http needs them. `error` without a listener ends the script, as it would end a program.
exports.Emitter = class Emitter {
  #listeners = new Map()

  on(name, listener) {
    if (typeof listener !== 'function') throw new TypeError(`The listener of ${String(name)} must be a function`)
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
    return this
  }
  addListener(name, listener) {
    return this.on(name, listener)
  }
  once(name, listener) {
    const once = (...values) => {
      this.off(name, once)
      listener.apply(this, values)
    }
    once.listener = listener
    return this.on(name, once)
  }
  off(name, listener) {
    const left = (this.#listeners.get(name) ?? []).filter((one) => one !== listener && one.listener !== listener)
    this.#listeners.set(name, left)
    return this
  }
  removeListener(name, listener) {
    return this.off(name, listener)
  }
  removeAllListeners(name) {
    if (name === undefined) this.#listeners.clear()
    else this.#listeners.delete(name)
    return this
  }
  emit(name, ...values) {
    const listeners = this.#listeners.get(name) ?? []
    if (listeners.length === 0 && name === 'error') throw values[0]
    for (const listener of listeners) listener.apply(this, values)
    return listeners.length > 0
  }
}
