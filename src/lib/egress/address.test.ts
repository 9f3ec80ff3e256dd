import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseAddress } from './address.ts'

for (const address of ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808', '[2606:4700::1111]']) {
  test(`${address} is public`, () => assert.equal(refuseAddress(address), undefined))
}

const refused: readonly [address: string, range: string][] = [
  ['127.0.0.53', 'loopback'],
  ['0.0.0.0', 'unspecified'],
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['192.168.0.1', 'private'],
  ['169.254.169.254', 'linkLocal'],
  ['100.64.0.1', 'carrierGradeNat'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['240.0.0.1', 'reserved'],
  ['::1', 'loopback'],
  ['::', 'unspecified'],
  ['fc00::1', 'uniqueLocal'],
  ['fe80::1%eth0', 'linkLocal'],
  ['ff02::1', 'multicast'],
  ['::ffff:169.254.169.254', 'linkLocal'],
  ['64:ff9b::a00:1', 'private'],
  ['2002:7f00:1::', '6to4'],
  ['::7f00:1', 'ipv4Compatible'],
  ['::808:808', 'ipv4Compatible'],
  ['168.63.129.16', 'metadata'],
  ['::ffff:168.63.129.16', 'metadata'],
  ['localhost', 'not an address'],
  ['', 'not an address'],
]
for (const [address, range] of refused) {
  test(`${JSON.stringify(address)} is refused: ${range}`, () => assert.equal(refuseAddress(address), range))
}
