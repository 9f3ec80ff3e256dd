/** How five vendors describe their objects and fields, said as data and read from their simulators: the forms that a discovery must be able to express. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { alder, startFor as startCloseio } from '../../simulators/closeio/test-client.ts'
import { privateToken, startFor as startHubspot } from '../../simulators/hubspot/test-client.ts'
import { login as logInPipedrive, startFor as startPipedrive } from '../../simulators/pipedrive/test-client.ts'
import { login as logInSalesforce, startFor as startSalesforce } from '../../simulators/salesforce/test-client.ts'
import { login as logInZoho, startFor as startZoho } from '../../simulators/zoho/test-client.ts'
import type { DescribedField, Discovery, ElementOctet } from '../../src/elements/document/octet.ts'
import { describeObjects } from '../../src/hub/discovery.ts'
import { emptyBody } from '../../src/lib/hub-request.ts'
import { createInstance, describeElement, openParts, readJson } from '../call-instance.ts'

interface Vendor {
  readonly url: string
  readonly authorization: string
  readonly discovery: Discovery
  readonly objects: ElementOctet['objects']
}

/** Asks for fields by path, and for the names of objects. */
function open(t: TestContext, { url, authorization, discovery, objects = {} }: Vendor) {
  const document = describeElement([{ path: '/contacts' }, { path: '/contacts', method: 'POST' }], {
    octet: { version: 1, discovery, objects },
    parameters: [{ name: 'authorization', type: 'configuration', vendorName: 'Authorization', vendorType: 'header' }],
  })
  const instance = { call: createInstance(document, { configuration: { 'base.url': url, authorization } }), disabled: false }
  const parts = openParts(t)
  const ask = async <T>(segments: string[], query: Record<string, string> = {}) => {
    const response = await describeObjects(parts, instance, {
      requestId: '1',
      method: 'GET',
      segments,
      query,
      headers: {},
      body: emptyBody,
    })
    assert.equal(response.headers['Elements-Error'], undefined)
    return readJson<T>(response)
  }
  const describe = async (name: string, query?: Record<string, string>) => {
    const { fields } = await ask<{ fields: DescribedField[] }>(['objects', name, 'metadata'], query)
    return new Map(fields.map((field) => [field.vendorPath, field]))
  }
  const listCustom = async (name: string) => [...(await describe(name, { customFieldsOnly: 'true' })).values()]
  return { describe, listCustom, list: () => ask<string[]>(['objects']) }
}

/** What is told of a field, without the verbs. */
function tell(field: DescribedField | undefined) {
  const { method, picklistValues, ...told } = field ?? ({} as DescribedField)
  return { ...told, ...(picklistValues && { values: picklistValues.map(({ value, label }) => `${value}=${label}`) }) }
}

const flags = { vendorRequired: false, vendorReadOnly: false, hidden: false }

test('Salesforce: a description per object, with rights and picklists', async (t) => {
  const salesforce = await startSalesforce(t)
  const tokens = await logInSalesforce(salesforce.url)
  const { describe, listCustom, list } = open(t, {
    url: `${tokens.instance_url}/services/data/v65.0`,
    authorization: `Bearer ${tokens.access_token}`,
    discovery: {
      objects: { path: '/sobjects', root: 'sobjects', name: 'name', when: { member: 'queryable', equals: true }, seconds: 300 },
      fields: {
        path: '/sobjects/{object}/describe',
        root: 'fields',
        name: 'name',
        label: 'label',
        type: 'type',
        types: {
          int: 'number',
          double: 'number',
          currency: 'number',
          percent: 'number',
          boolean: 'boolean',
          date: 'date',
          datetime: 'datetime',
          address: 'object',
        },
        mask: { datetime: "yyyy-MM-dd'T'HH:mm:ss.SSSZ" },
        custom: { member: 'custom', equals: true },
        required: {
          all: [
            { member: 'nillable', equals: false },
            { member: 'defaultedOnCreate', equals: false },
            { member: 'createable', equals: true },
          ],
        },
        createable: { member: 'createable', equals: true },
        updateable: { member: 'updateable', equals: true },
        filterable: { member: 'filterable', equals: true },
        hidden: { member: 'deprecatedAndHidden', equals: true },
        picklist: {
          path: 'picklistValues',
          value: 'value',
          label: 'label',
          when: { member: 'active', equals: true },
          restricted: { member: 'restrictedPicklist', equals: true },
        },
        seconds: 300,
      },
    },
    objects: { contacts: { vendorName: 'Contact' } },
  })
  assert.deepEqual((await list()).slice(0, 3), ['contacts', 'Account', 'Contact'])
  const contact = await describe('contacts')
  assert.deepEqual(tell(contact.get('LastName')), {
    ...flags,
    vendorPath: 'LastName',
    type: 'string',
    vendorNativeType: 'string',
    vendorDisplayName: 'Last Name',
    vendorRequired: true,
    createable: true,
    updateable: true,
    filterable: true,
  })
  assert.equal(contact.get('CreatedDate')?.mask, "yyyy-MM-dd'T'HH:mm:ss.SSSZ")
  assert.equal(contact.get('CreatedDate')?.vendorReadOnly, true)
  assert.equal(contact.get('MailingAddress')?.type, 'object')
  assert.equal(contact.get('HasOptedOutOfEmail')?.vendorRequired, false, 'it has a default')
  assert.deepEqual(
    (await listCustom('contacts')).map(({ vendorPath, type, restrictedPicklist }) => [vendorPath, type, restrictedPicklist]),
    [
      ['External_Id__c', 'string', undefined],
      ['Level__c', 'string', true],
      ['Languages__c', 'string', false],
      ['Score__c', 'number', undefined],
    ],
  )
  assert.equal((await describe('Invoice__c')).get('Due__c')?.type, 'date')
})

test('HubSpot: properties below a member of the record; kinds of an account’s own under an id', async (t) => {
  const hubspot = await startHubspot(t)
  const { describe, listCustom, list } = open(t, {
    url: hubspot.url,
    authorization: `Bearer ${privateToken}`,
    discovery: {
      objects: {
        path: '/crm/v3/schemas',
        root: 'results',
        name: 'name',
        vendorName: 'objectTypeId',
        when: { member: 'archived', notEquals: true },
        seconds: 300,
      },
      fields: {
        path: '/crm/v3/properties/{object}',
        root: 'results',
        name: 'name',
        label: 'label',
        type: 'type',
        types: { number: 'number', bool: 'boolean', date: 'date', datetime: 'datetime' },
        prefix: 'properties.',
        custom: { member: 'hubspotDefined', notEquals: true },
        readOnly: { member: 'modificationMetadata.readOnlyValue', equals: true },
        hidden: { member: 'hidden', equals: true },
        picklist: {
          path: 'options',
          value: 'value',
          label: 'label',
          when: { member: 'hidden', notEquals: true },
          restricted: { member: 'externalOptions', equals: false },
        },
        seconds: 300,
      },
    },
    objects: { contacts: { vendorName: 'contacts' }, accounts: { vendorName: 'companies' } },
  })
  assert.deepEqual(await list(), ['contacts', 'accounts', 'vehicles'])
  const contact = await describe('contacts')
  assert.equal(contact.get('id')?.vendorReadOnly, true)
  assert.deepEqual(tell(contact.get('properties.createdate')), {
    ...flags,
    vendorPath: 'properties.createdate',
    type: 'date',
    vendorNativeType: 'datetime',
    mask: "yyyy-MM-dd'T'HH:mm:ssX",
    vendorDisplayName: 'Create Date',
    vendorReadOnly: true,
  })
  const stage = tell(contact.get('properties.lifecyclestage'))
  assert.deepEqual([stage.values?.[0], stage.restrictedPicklist], ['subscriber=Subscriber', true])
  assert.ok((await listCustom('contacts')).some(({ vendorPath }) => vendorPath === 'properties.vip'))
  assert.ok((await describe('vehicles')).has('properties.hs_object_id'))
})

test('Pipedrive: one list of fields per kind, in pages; values of own fields below a member', async (t) => {
  const pipedrive = await startPipedrive(t)
  const tokens = await logInPipedrive(pipedrive.url)
  const cursor = {
    style: 'cursor',
    size: 'limit',
    token: 'cursor',
    next: 'additional_data.next_cursor',
    maxSize: 7,
    walkLimit: 1000,
  } as const
  const { describe, listCustom } = open(t, {
    url: `${pipedrive.url}/api`,
    authorization: `Bearer ${tokens.access_token}`,
    discovery: {
      fields: {
        path: '/v2/{object}Fields',
        root: 'data',
        name: 'field_code',
        label: 'field_name',
        type: 'field_type',
        types: { int: 'number', double: 'number', date: 'date', boolean: 'boolean', enum: 'number', set: 'number', address: 'object' },
        customPrefix: 'custom_fields.',
        custom: { member: 'is_custom_field', equals: true },
        list: { member: 'field_type', equals: 'set' },
        picklist: { path: 'options', value: 'id', label: 'label', restricted: true },
        paging: cursor,
        seconds: 300,
      },
    },
    objects: {
      contacts: { vendorName: 'persons', discovery: { object: 'person' } },
      leads: {
        vendorName: 'leads',
        discovery: {
          path: '/v1/leadFields',
          name: 'key',
          label: 'name',
          custom: { pattern: '^[0-9a-f]{40}$' },
          customPrefix: '',
          paging: { style: 'offset', size: 'limit', offset: 'start', maxSize: 500 },
        },
      },
    },
  })
  const person = await describe('contacts')
  assert.deepEqual(tell(person.get('update_time')), {
    ...flags,
    vendorPath: 'update_time',
    type: 'date',
    vendorNativeType: 'date',
    mask: 'yyyy-MM-dd',
    vendorDisplayName: 'Updated',
  })
  const custom = await listCustom('contacts')
  assert.deepEqual(
    custom.map(({ vendorDisplayName, type }) => [vendorDisplayName, type]),
    [
      ['Nickname', 'string'],
      ['Score', 'number'],
      ['Tier', 'number'],
      ['Interests', 'array[number]'],
    ],
  )
  for (const { vendorPath } of custom) assert.match(vendorPath, /^custom_fields\.[0-9a-f]{40}$/)
  assert.deepEqual(
    custom[2]?.picklistValues?.map(({ value, label }) => [typeof value, label]),
    [
      ['number', 'Gold'],
      ['number', 'Silver'],
      ['number', 'Bronze'],
    ],
  )
  assert.match((await listCustom('leads'))[0]?.vendorPath ?? '', /^[0-9a-f]{40}$/)
})

test('Zoho: fields of a module that is named by a parameter', async (t) => {
  const zoho = await startZoho(t)
  const { access_token } = await logInZoho(zoho.url)
  const { describe, listCustom, list } = open(t, {
    url: `${zoho.url}/crm/v8`,
    authorization: `Zoho-oauthtoken ${access_token}`,
    discovery: {
      objects: {
        path: '/settings/modules',
        root: 'modules',
        name: 'api_name',
        when: { member: 'api_supported', equals: true },
        seconds: 300,
      },
      fields: {
        path: '/settings/fields',
        query: { module: '{object}' },
        root: 'fields',
        name: 'api_name',
        label: 'display_label',
        type: 'data_type',
        types: {
          integer: 'number',
          double: 'number',
          currency: 'number',
          percent: 'number',
          boolean: 'boolean',
          date: 'date',
          datetime: 'datetime',
          lookup: 'object',
          ownerlookup: 'object',
        },
        list: { member: 'json_type', equals: 'jsonarray' },
        custom: { member: 'custom_field', equals: true },
        required: { member: 'system_mandatory', equals: true },
        createable: { member: 'operation_type.api_create', equals: true },
        updateable: { member: 'operation_type.api_update', equals: true },
        filterable: { member: 'filterable', equals: true },
        hidden: { member: 'visible', equals: false },
        picklist: { path: 'pick_list_values', value: 'actual_value', label: 'display_value', when: { member: 'type', equals: 'used' } },
        seconds: 300,
      },
    },
    objects: { contacts: { vendorName: 'Contacts' }, accounts: { vendorName: 'Accounts' } },
  })
  assert.ok((await list()).includes('Deals'))
  const contact = await describe('contacts')
  assert.deepEqual(tell(contact.get('Last_Name')), {
    ...flags,
    vendorPath: 'Last_Name',
    type: 'string',
    vendorNativeType: 'text',
    vendorDisplayName: 'Last Name',
    vendorRequired: true,
    createable: true,
    updateable: true,
    filterable: true,
  })
  const types = (await listCustom('contacts')).map(({ vendorNativeType, type }) => [vendorNativeType, type])
  assert.ok(types.length > 0)
  assert.deepEqual(new Map(types as [string, string][]).get('multiselectpicklist'), 'array[string]')
  const stage = (await describe('Deals')).get('Stage')
  assert.ok(stage?.picklistValues?.some(({ value }) => value === 'Closed Won'))
})

test('Close: the schema lists own fields alone, with plain values to choose from', async (t) => {
  const closeio = await startCloseio(t)
  const { describe, listCustom } = open(t, {
    url: `${closeio.url}/api/v1`,
    authorization: alder,
    discovery: {
      fields: {
        path: '/custom_field_schema/{object}/',
        root: 'fields',
        name: 'id',
        label: 'name',
        type: 'type',
        types: { number: 'number', date: 'date', datetime: 'datetime', checkbox: 'boolean' },
        prefix: 'custom.',
        custom: true,
        list: { member: 'accepts_multiple_values', equals: true },
        required: { member: 'required', equals: true },
        hidden: { member: 'type', equals: 'hidden' },
        picklist: { path: 'choices', restricted: true },
        seconds: 300,
      },
    },
    objects: {
      accounts: { vendorName: 'lead', fields: [{ vendorPath: 'name', type: 'string' }] },
      tasks: { vendorName: 'task', fields: [{ vendorPath: 'text', type: 'string' }], discovery: false },
    },
  })
  const custom = await listCustom('accounts')
  assert.ok(custom.every(({ vendorPath }) => vendorPath.startsWith('custom.cf_')))
  const choice = custom.find(({ vendorNativeType }) => vendorNativeType === 'choices')
  assert.ok((choice?.picklistValues?.length ?? 0) > 0)
  assert.equal(choice?.picklistValues?.[0]?.label, choice?.picklistValues?.[0]?.value)
  assert.deepEqual([...(await describe('accounts')).keys()], ['id', 'name', ...custom.map(({ vendorPath }) => vendorPath)])
  assert.deepEqual([...(await describe('tasks')).keys()], ['text'])
})
