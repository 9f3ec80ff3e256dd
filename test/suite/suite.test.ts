/** What the suite of all elements says of an element that it cannot test. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeElement } from '../call-instance.ts'
import { readCollections } from './collections.ts'
import { findSubject } from './subject.ts'

test('an element that nobody told the suite of is named, with the file to add', async () => {
  await assert.rejects(findSubject('newcomer'), /^Error: elements\/newcomer has nothing .*: add test\/suite\/subjects\/newcomer\.ts/)
})

test('its lists are read from the document: of the first level and below records, with their verbs and samples; what is no list is left out', () => {
  const rows = { create: (text: string) => ({ text }), update: {}, text: 'text' }
  const document = describeElement([
    { path: '/rows' },
    { path: '/rows', method: 'POST' },
    { path: '/rows/{id}' },
    { path: '/rows/{id}', method: 'DELETE' },
    { path: '/rows/{id}/notes', octet: { where: false } },
    { path: '/rows/{id}/photo', octet: { paging: false } },
    { path: '/rows/me' },
    { path: '/{objectName}' },
    { path: '/ping', octet: { response: 'pong' } },
  ] as never)
  const subject = { start: () => Promise.reject(), defaults: () => ({}), samples: { rows, '{objectName}': { ...rows, at: 'Widget' } } }
  const found = readCollections(document, subject).map(({ sample, list, item, ...rest }) => {
    return { ...rest, verbs: [...list].join(), ofOne: [...item].join(), isMade: sample !== undefined }
  })
  assert.deepEqual(found, [
    { path: 'rows', at: 'rows', verbs: 'GET,POST', ofOne: 'GET,DELETE', isSearchable: true, isMade: true },
    { path: 'rows/{id}/notes', at: 'notes', parent: 'rows', verbs: 'GET', ofOne: '', isSearchable: false, isMade: false },
    { path: '{objectName}', at: 'Widget', verbs: 'GET', ofOne: '', isSearchable: true, isMade: true },
  ])
})
