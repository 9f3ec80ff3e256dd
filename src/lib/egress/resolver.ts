/**
 * Names → addresses without threads. `dns.lookup` takes one of the process's four threads for as long as a name server keeps silent, and files and
 * compression wait behind it: a few slow names of one tenant would stall everybody. DNS alone is asked, not the hosts file.
 */
import { type LookupAddress, Resolver } from 'node:dns'
import type { Lookup } from './connector.ts'

/** Milliseconds for the first try; c-ares waits longer for the second. */
const patience = { timeout: 2500, tries: 2 }

/** Creates a look-up of the shape of `dns.lookup`. Its errors have the codes ENOTFOUND (no such name, or no address) and EAI_AGAIN (no answer). */
export function createLookup(resolver: Resolver = new Resolver(patience)): Lookup {
  return (hostname, options, callback) => {
    void resolveBoth(resolver, hostname).then(
      (addresses) => {
        const first = addresses[0]!
        if (options.all) callback(null, addresses)
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}

/** Both families at once; what one of them has is enough. */
async function resolveBoth(resolver: Resolver, hostname: string): Promise<LookupAddress[]> {
  const ask = (family: 4 | 6) =>
    new Promise<LookupAddress[]>((resolve, reject) => {
      const settle = (error: Error | null, found: readonly string[]) =>
        error === null ? resolve(found.map((address) => ({ address, family }))) : reject(error)
      if (family === 4) resolver.resolve4(hostname, settle)
      else resolver.resolve6(hostname, settle)
    })
  const answers = await Promise.allSettled([ask(4), ask(6)])
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length > 0) return addresses
  const isKnown = answers.every(
    (answer) => answer.status === 'fulfilled' || absent.has((answer.reason as NodeJS.ErrnoException).code ?? ''),
  )
  throw Object.assign(new Error(`${hostname} has no address`), { code: isKnown ? 'ENOTFOUND' : 'EAI_AGAIN' })
}

const absent: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA'])
