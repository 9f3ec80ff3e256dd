// What scripts find beside the language itself.
const { Buffer } = require('buffer')
const { createConsole } = require('./console.js')
const { URL, URLSearchParams } = require('./url.js')

require('./random.js')
const console = createConsole(octet.ask('console-bytes'))
const hasNoJava = (_target, name) => {
  throw new TypeError(`Java is not available to scripts; this one uses Java.${String(name)}: write it in JavaScript`)
}

Object.assign(globalThis, {
  global: globalThis,
  Buffer,
  URL,
  URLSearchParams,
  console,
  print: console.log,
  CE: require('./ce.js'),
  Java: new Proxy({}, { get: hasNoJava, has: () => true }),
  ...require('./encoding.js'),
})
