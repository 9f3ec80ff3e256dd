import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeElement } from '../../../test/call-instance.ts'
import type { ElementOctet } from '../document/octet.ts'
import { checkForm } from './check-element.ts'

const withPattern = (pattern: string): readonly Omit<ElementOctet, 'version'>[] => [
  { authentication: { oauth2: { keep: [{ from: 'callback', member: 'location', configuration: 'site', pattern }] } } },
  { authentication: { oauth2: { tenant: { member: 'scope', pattern, configuration: 'site' } } } },
  { transformations: { rows: { vendorName: 'Row', fields: [], others: 'pass', search: { others: { pattern } } } } },
]

test('patterns that an account writes take time in proportion to the text, wherever they stand', () => {
  const check = (octet: Omit<ElementOctet, 'version'>) => checkForm(describeElement([], { octet: { version: 1, ...octet } }))
  for (const octet of withPattern('^[A-Za-z][a-z0-9_.]*$')) check(octet)
  for (const octet of withPattern('^(a+)+$')) assert.throws(() => check(octet), /the pattern \^\(a\+\)\+\$ could take too long/)
})
