/** The hosts that may be called although their address is not public: self-hosted vendors and tests, named by whoever runs the server. */

export type AllowList = (hostname: string, port: string) => boolean

/**
 * Compiles entries of the forms `host`, `host:port` and `*.example.com` (any depth of subdomain, not the domain itself); IPv6 in brackets.
 * Throws a plain Error that names the entry when it has another form.
 */
export function compileAllowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>()
  const suffixes: string[] = []
  for (const entry of entries) {
    const text = entry.trim().toLowerCase()
    if (!/^(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)(:\d{1,5})?$/.test(text)) {
      throw new Error(`allowed hosts: expected host, host:port or *.example.com, got ${JSON.stringify(entry)}`)
    }
    if (text.startsWith('*.')) suffixes.push(text.slice(1))
    else hosts.add(text)
  }
  return (hostname, port) => {
    const named = `${hostname}:${port}`
    return hosts.has(hostname) || hosts.has(named) || suffixes.some((suffix) => hostname.endsWith(suffix) || named.endsWith(suffix))
  }
}
