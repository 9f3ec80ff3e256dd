import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeElement } from '../../../test/call-instance.ts'
import type { ElementOctet } from '../document/octet.ts'
import { checkForm } from './check-element.ts'

const fields = { path: '/model', name: 'key', seconds: 60 } as const

const withPattern = (pattern: string): readonly Omit<ElementOctet, 'version'>[] => [
  { discovery: { objects: { path: '/model', name: 'key', seconds: 60, when: { pattern } } } },
  { discovery: { fields: { ...fields, custom: { any: [{ member: 'own', equals: true }, { pattern }] } } } },
  { discovery: { fields: { ...fields, picklist: { path: 'list', when: { pattern } } } } },
  { discovery: { fields }, objects: { people: { vendorName: 'person', discovery: { custom: { pattern } } } } },
]

const check = (octet: Omit<ElementOctet, 'version'>) => checkForm(describeElement([], { octet: { version: 1, ...octet } }))

test('an account’s conditions on names take time in proportion to the name', () => {
  for (const octet of withPattern('^x_[a-z]+$')) check(octet)
  for (const octet of withPattern('(a+)+$')) assert.throws(() => check(octet), /the pattern \(a\+\)\+\$ could take too long/)
})

test('a vendor’s word for a type may look like anything', () => {
  check({ discovery: { fields: { ...fields, types: { pattern: 'string' }, mask: { pattern: '(d+)+' } } } })
})
