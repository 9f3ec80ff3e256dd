// Metadata.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startWithCaller } from './test-client.ts'

test('the list of objects names custom ones too', async (t) => {
  const { call } = await startWithCaller(t)
  const { body } = await call('GET', '/sobjects')
  const objects = body['sobjects'] as Record<string, unknown>[]
  assert.equal(body['maxBatchSize'], 200)
  const invoice = objects.find((each) => each['name'] === 'Invoice__c')
  assert.partialDeepStrictEqual(invoice, {
    custom: true,
    keyPrefix: 'a00',
    urls: { describe: '/services/data/v65.0/sobjects/Invoice__c/describe' },
  })
  for (const name of ['Account', 'Contact', 'Lead', 'Opportunity', 'Task', 'Event', 'Note', 'User', 'Campaign', 'Product2', 'Attachment']) {
    assert.ok(
      objects.some((each) => each['name'] === name),
      name,
    )
  }
})

test('a description tells of every field what it is and may', async (t) => {
  const { call } = await startWithCaller(t)
  const { body } = await call('GET', '/sobjects/Contact/describe')
  const fields = body['fields'] as Record<string, unknown>[]
  const find = (name: string) => fields.find((each) => each['name'] === name)
  assert.partialDeepStrictEqual(find('LastName'), { type: 'string', length: 80, nillable: false, createable: true, soapType: 'xsd:string' })
  assert.partialDeepStrictEqual(find('AccountId'), { type: 'reference', referenceTo: ['Account'], relationshipName: 'Account' })
  assert.partialDeepStrictEqual(find('Level__c'), {
    custom: true,
    restrictedPicklist: true,
    picklistValues: [{ value: 'Primary', label: 'Primary', active: true }],
  })
  assert.partialDeepStrictEqual(find('Description'), { filterable: false, sortable: false })
  assert.partialDeepStrictEqual(find('CreatedDate'), { createable: false, updateable: false, type: 'datetime' })
  assert.partialDeepStrictEqual(find('External_Id__c'), { externalId: true, unique: true, idLookup: true })
  assert.partialDeepStrictEqual(find('MailingCity'), { compoundFieldName: 'MailingAddress' })
  const children = body['childRelationships'] as Record<string, unknown>[]
  assert.ok(children.some((each) => each['childSObject'] === 'Task' && each['field'] === 'WhoId' && each['relationshipName'] === 'Tasks'))
})

test('what describe names can be asked for, and what it forbids to filter is refused', async (t) => {
  const { call, ask } = await startWithCaller(t)
  for (const object of ['Account', 'Contact', 'Opportunity', 'Task', 'ContentVersion', 'User']) {
    const fields = (await call('GET', `/sobjects/${object}/describe`)).body['fields'] as Record<string, string | boolean>[]
    const all = await ask(`SELECT ${fields.map((each) => each['name']).join(', ')} FROM ${object} LIMIT 1`)
    assert.deepEqual(Object.keys(all.records[0] ?? {}), ['attributes', ...fields.map((each) => each['name'])])
    for (const field of fields) {
      const reply = await ask(`SELECT Id FROM ${object} WHERE ${field['name']} = null LIMIT 1`)
      assert.equal(reply.status, field['filterable'] ? 200 : 400, `${object}.${field['name']}`)
    }
  }
})

test('the basics of an object come with its latest records; a version with its resources', async (t) => {
  const { call } = await startWithCaller(t)
  const { body } = await call('GET', '/sobjects/Account')
  assert.partialDeepStrictEqual(body['objectDescribe'], { name: 'Account', label: 'Account', labelPlural: 'Accounts' })
  assert.equal((body['recentItems'] as unknown[]).length, 10)
  assert.equal((await call('GET', '/')).body['sobjects'], '/services/data/v65.0/sobjects')
})
