/** Whether a URL that a vendor told may be called with credentials: the element names its hosts, or the server's operator has. */

export interface Trust {
  /** `api.example.com`, or `*.example.com` for all hosts below it. */
  readonly hosts: readonly string[]
  /** URLs that the server's own defaults name for the element. */
  readonly serverUrls: readonly URL[]
}

const longest = 500
/** What a URL of a host is written with. Backslashes, blanks, escapes and letters beyond ASCII are how one host is made to look like another. */
const plain = /^https?:\/\/[A-Za-z0-9.:[\]-]+(?:\/[A-Za-z0-9._~/-]*)?$/

/** The URL as it is kept, without a slash at its end; undefined: it is none, or of a host that nobody has named. */
export function readTrustedUrl(text: string, { hosts, serverUrls }: Trust): string | undefined {
  const url = text.length <= longest && plain.test(text) ? URL.parse(text) : null
  if (url === null || url.username !== '' || url.password !== '') return undefined
  const isNamed = url.protocol === 'https:' && url.port === '' && hosts.some((host) => covers(host.toLowerCase(), url.hostname))
  return isNamed || serverUrls.some((known) => isSameServer(known, url)) ? url.href.replace(/\/+$/, '') : undefined
}

function covers(host: string, name: string): boolean {
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) && name.length > host.length - 1 : name === host
}

/** Of the operator's own host: the same protocol or a safer one, and the same port, but on this machine, where ports tell servers of one vendor apart. */
function isSameServer(known: URL, url: URL): boolean {
  if (known.hostname !== url.hostname || (url.protocol !== known.protocol && url.protocol !== 'https:')) return false
  return url.port === known.port || isLoopback(url.hostname)
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
}
