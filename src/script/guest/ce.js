// CE: the helpers that scripts of the original find without require.
const text = (value) => (typeof value === 'string' ? value : String(value))
const hash = (algorithm, encoding, value) => octet.ask('hash', { algorithm, encoding, text: text(value) })
const hmac = (algorithm) => (encoding) => (secret, value) =>
  octet.ask('hash', { algorithm, encoding, key: text(secret), text: text(value) })

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
const randomString = () => Array.from({ length: 10 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')

const country = (name) => octet.ask('country', text(name)) ?? {}

const CE = {
  randomString,
  randomEmail: () => `${randomString()}@${randomString()}.com`,
  b64: (value) => Buffer.from(text(value), 'utf8').toString('base64'),
  decode64: (value) => Buffer.from(text(value), 'base64').toString('utf8'),
  md5: (value) => hash('md5', 'hex', value),
  sha1: (value) => hash('sha1', 'hex', value),
  sha256: (value) => hash('sha256', 'hex', value),
  hmac,
  /** Of a country by its English name or code; undefined for what is none. */
  currencyCode: (name) => country(name).currency,
  iso2CountryCode: (name) => country(name).iso2,
  iso3CountryCode: (name) => country(name).iso3,
  currencySymbol: (code) => octet.ask('currency-symbol', text(code)) ?? undefined,
}
for (const [name, algorithm] of [
  ['Md5', 'md5'],
  ['Sha1', 'sha1'],
  ['Sha256', 'sha256'],
  ['Sha512', 'sha512'],
]) {
  for (const [suffix, encoding] of [
    ['Hex', 'hex'],
    ['Base64', 'base64'],
  ]) {
    CE[`hmac${name}${suffix}`] = hmac(algorithm)(encoding)
  }
}

module.exports = CE
