/** Which network addresses a server may be talked into calling: only those that the whole internet may reach (RFC 6890 and its registries). */
import ipaddr from 'ipaddr.js'

/**
 * Tells why an IP address is not public (`loopback`, `private`, `linkLocal` with the metadata address 169.254.169.254, `carrierGradeNat`, …), or
 * undefined when it is. IPv6 forms that carry an IPv4 address are judged by that address; what is not an address is `not an address`.
 */
export function refuseAddress(address: string): string | undefined {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  if (!ipaddr.isValid(plain)) return 'not an address'
  const parsed = ipaddr.process(plain)
  const range = parsed.range()
  // Reachable from within one cloud only, where it answers what no stranger should ask.
  if (parsed.toString() === '168.63.129.16') return 'metadata'
  // Deprecated (RFC 4291 §2.5.5.1), and read by some systems as the IPv4 address at its end.
  if (
    range === 'unicast' &&
    parsed.kind() === 'ipv6' &&
    parsed
      .toByteArray()
      .slice(0, 12)
      .every((byte) => byte === 0)
  )
    return 'ipv4Compatible'
  // NAT64 (RFC 6052): the last 32 bits are the IPv4 address that is reached.
  if (range === 'rfc6052') return refuseAddress(parsed.toByteArray().slice(12).join('.'))
  return range === 'unicast' ? undefined : range
}
