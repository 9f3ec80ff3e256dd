/** The shipped element: compiled, and held against what the original had and, where they lie beside this checkout, the vendor's own documents. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { compileTransformation } from '../transform/compile-transformation.ts'
import { summarizeElement } from './catalog/summarize.ts'
import { compileElement, listResourceKeys } from './compile/compile-element.ts'
import type { CompiledResource } from './compile/compiled.ts'
import { joinFolder } from './document/join.ts'
import { readElementFolder } from './document/read-folder.ts'
import { splitDocument } from './document/split.ts'

const document = await readElementFolder(fileURLToPath(new URL('../../elements/infusionsoftcrm', import.meta.url)))
const numbered = (keys: Iterable<string>) => new Map([...keys].map((key, at) => [key, 1_000_000 + at]))
const element = compileElement(document, {
  element: document.id!,
  configuration: numbered(document.configuration.map(({ key }) => key)),
  resources: numbered(listResourceKeys(document).keys()),
})
const transformations = document.octet!.transformations!

function find(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string): CompiledResource {
  const match = element.match(method, path.split('/').slice(1))
  assert.equal(match.kind, 'found', `${method} ${path}`)
  return match.resource
}

function readShared(path: string) {
  const url = new URL(`../../../shared/vendors/${path}`, import.meta.url)
  return existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : undefined
}

test('the folder is one document, and splits into the same again', () => {
  assert.deepEqual(joinFolder(splitDocument(document)), document)
})

test('the summary has the members, order and fixed values of the original', () => {
  const { description, image, ...summary } = summarizeElement(element) as Record<string, unknown>
  assert.ok(String(description).length > 20)
  assert.ok(existsSync(new URL(`../../${image}`, import.meta.url)), `there is a picture at ${image}`)
  assert.deepEqual(Object.entries(summary), [
    ['id', 191],
    ['name', 'Infusionsoft'],
    ['hookName', 'Infusionsoft'],
    ['key', 'infusionsoftcrm'],
    ['active', true],
    ['deleted', false],
    ['typeOauth', false],
    ['trialAccount', false],
    ['bulkDownloadEnabled', false],
    ['bulkUploadEnabled', false],
    ['cloneable', true],
    ['extendable', true],
    ['beta', true],
    ['authentication', { type: 'oauth2' }],
    ['extended', false],
    ['hub', 'crm'],
    ['protocolType', 'http'],
    ['parameters', []],
  ])
  assert.deepEqual(Object.keys(summarizeElement(element)).slice(3, 7), ['key', 'description', 'image', 'active'])
})

describe('resources', () => {
  const crud = ['GET /{r}', 'POST /{r}', 'GET /{r}/7', 'PATCH /{r}/7', 'DELETE /{r}/7']
  const expand = (name: string) => crud.map((each) => each.replace('{r}', name))
  const isAddition = ({ document }: CompiledResource) => document.octet?.addition === true
  const look = (call: string) => find(...(call.split(' ') as ['GET', string]))

  test('those of the original are there and not marked as additions', () => {
    const calls = [
      ...['contacts', 'accounts', 'opportunities'].flatMap(expand),
      'GET /users/7',
      'GET /products/7/inventory',
      'PATCH /products/7/inventory',
      'GET /ping',
    ]
    assert.deepEqual(
      calls.filter((call) => isAddition(look(call))),
      [],
    )
  })

  test('leads, tasks, notes, products and the list of users are marked as additions', () => {
    const calls = [...['leads', 'tasks', 'notes', 'products'].flatMap(expand), 'GET /users']
    assert.deepEqual(
      calls.filter((call) => !isAddition(look(call))),
      [],
    )
  })

  test('the secret keys are those of the contract', () => {
    const secret = document.configuration.map(({ key }) => key).filter((key) => element.secretKeys.has(key))
    const expected = ['infusionsoft.private.key', 'oauth.api.key', 'oauth.api.secret', 'oauth.user.refresh_token', 'oauth.user.token']
    assert.deepEqual(secret.sort(), expected)
  })

  test('every object can be described, and every mapped resource has an object', () => {
    assert.deepEqual(Object.keys(element.objects).sort(), [
      'accounts',
      'contacts',
      'leads',
      'notes',
      'opportunities',
      'products',
      'tasks',
      'users',
    ])
    for (const { fields } of Object.values(element.objects)) assert.ok(fields.some(({ vendorPath }) => vendorPath === 'id'))
  })

  test('each transformation answers id and Id as numbers (trap 26)', () => {
    for (const name of ['contacts', 'accounts', 'opportunities', 'leads', 'users', 'tasks', 'notes', 'products']) {
      const { id, Id } = find('GET', `/${name}`).transformation!.toHub({ id: '12' }) as Record<string, unknown>
      assert.deepEqual([id, Id], [12, 12], name)
    }
  })

  test('lists of contacts and accounts ask for every vendor member that is mapped', () => {
    for (const [name, calls] of Object.entries({
      contacts: [
        ['GET', '/contacts'],
        ['POST', '/contacts'],
        ['GET', '/contacts/7'],
        ['PATCH', '/contacts/7'],
      ],
      accounts: [['GET', '/accounts']],
    })) {
      const { fields, custom } = transformations[name]!
      const members = new Set([...fields.map(({ vendorPath }) => vendorPath.split(/[.[]/)[0]!), custom!.vendorPath])
      for (const [method, path] of calls) {
        const asked = new URLSearchParams(find(method as 'GET', path!).vendorPath.split('?')[1]).get('fields')!.split(',')
        assert.deepEqual(
          [...members].filter((member) => !asked.includes(member)),
          [],
          `${method} ${path}`,
        )
      }
    }
  })
})

test('the README names every field that can be searched and sorted, and no other', () => {
  const readme = readFileSync(new URL('../../elements/infusionsoftcrm/README.md', import.meta.url), 'utf8')
  const columns = (text: string) =>
    [...text.matchAll(/\b[A-Z][A-Za-z0-9]+\b/g)]
      .map(([word]) => word)
      .filter((word) => word !== 'LIKE')
      .sort()
  const rows = [...readme.matchAll(/^\| ([a-z, ]+) \| ([^|]*\bId\b[^|]*) \| ([^|]+) \|$/gm)]
  const told = rows.flatMap(([, names, search, sort]) =>
    names!.split(', ').map((name) => [name, columns(search!), columns(sort!)] as const),
  )
  assert.equal(told.length, 8)
  const constants = (name: string) => Object.keys(transformations[name]?.constants ?? {})
  for (const [name, search, sort] of told) {
    const { transformation, orderBy } = find('GET', `/${name}`)
    assert.deepEqual(search, transformation!.searchable.filter((field) => field !== 'id' && !constants(name).includes(field)).sort(), name)
    assert.deepEqual(
      sort,
      Object.keys(orderBy!.fields)
        .filter((field) => field !== 'id')
        .sort(),
      name,
    )
  }
})

describe('what old clients send', () => {
  const write = (path: string, record: object) => find('POST', path).transformation!.toVendor(record as Record<string, unknown>).body

  test('a contact with two phones, an address and a country by its name', () => {
    const record = {
      FirstName: 'Ada',
      Email: 'ada@example.com',
      Phone1: '1',
      Phone2: '2',
      Phone2Ext: '22',
      City: 'Paris',
      Country: 'France',
      OwnerID: 1,
      Birthday: '1815-12-10T00:00:00Z',
    }
    assert.deepEqual(write('/contacts', record), {
      given_name: 'Ada',
      email_addresses: [{ field: 'EMAIL1', email: 'ada@example.com' }],
      phone_numbers: [
        { field: 'PHONE1', number: '1' },
        { field: 'PHONE2', number: '2', extension: '22' },
      ],
      addresses: [{ field: 'BILLING', locality: 'Paris', country_code: 'FRA' }],
      owner_id: '1',
      birth_date: '1815-12-10',
    })
  })

  test('a new state or e-mail address on PATCH does not keep the code or the consent of the old one', () => {
    const patch = (path: string, record: Record<string, unknown>) => find('PATCH', path).transformation!.toVendor(record).body
    assert.deepEqual(patch('/contacts/7', { State: 'California' }), {
      addresses: [{ field: 'BILLING', region: 'California', region_code: null }],
    })
    const [email] = patch('/contacts/7', { EmailAddress2: 'b@example.com' })['email_addresses'] as Record<string, unknown>[]
    assert.equal(email!['opt_in_reason'], null)
    assert.deepEqual(patch('/contacts/7', { FirstName: 'Ada' }), { given_name: 'Ada' })
    assert.deepEqual(patch('/accounts/7', { PostalCode: '1' }), { address: { postal_code: '1', zip_code: null } })
  })

  test('a country by name, alpha-2 and alpha-3 is one country, and is answered by its name', () => {
    for (const [country, code] of [
      ['United States', 'USA'],
      ['US', 'USA'],
      ['USA', 'USA'],
      ['UK', 'GBR'],
      ['Russian Federation', 'RUS'],
      ['DE', 'DEU'],
      ['germany', 'DEU'],
    ]) {
      assert.deepEqual(write('/accounts', { Country: country }), { address: { country_code: code } }, country)
    }
    const { Country } = find('GET', '/accounts').transformation!.toHub({ address: { country_code: 'USA' } }) as Record<string, unknown>
    assert.equal(Country, 'United States')
  })

  test('money in minor units, priorities as numbers, flags as 1 and 0', () => {
    assert.deepEqual(write('/products', { ProductPrice: 19.99, Status: 1, Taxable: '0', InventoryLimit: 5 }), {
      price: 1999,
      active: true,
      taxable: false,
      inventory: { inventory_limit: 5 },
    })
    assert.deepEqual(find('PATCH', '/products/7').transformation!.toVendor({ InventoryLimit: 5 }).body, { inventory_limit: 5 })
    assert.deepEqual(write('/tasks', { Priority: 1, UserID: 3 }), { priority: 'CRITICAL', assigned_to_user_id: '3' })
    const product = find('GET', '/products').transformation!.toHub({
      active: true,
      taxable: false,
      price: { amount: 1999, currency_code: 'USD' },
    })
    assert.deepEqual(
      Object.entries(product as object).filter(([, value]) => value !== null),
      [
        ['ProductPrice', 19.99],
        ['CurrencyCode', 'USD'],
        ['Status', 1],
        ['Taxable', 0],
      ],
    )
  })

  test('inventory is changed by {Action, Quantity} and read as Quantity', () => {
    const { transformation, vendorMethod, vendorPath } = find('PATCH', '/products/7/inventory')
    assert.deepEqual([vendorMethod, vendorPath], ['POST', '/rest/v2/products/{id}:adjustInventory'])
    assert.deepEqual(transformation!.toVendor({ Action: 'increase', Quantity: '3' }).body, { type: 'INCREASE', quantity: 3 })
    assert.throws(() => transformation!.toVendor({ Action: 'steal' }), {
      status: 400,
      message: /Action: expected one of increase, decrease/,
    })
    const stock = transformation!.toHub({ id: '7', inventory: { inventory_count: 4 } }) as Record<string, unknown>
    assert.deepEqual([stock['id'], stock['Quantity']], [7, 4])
  })

  test('a record of any object is sent back as it was read', () => {
    for (const [name, { fields, constants = {} }] of Object.entries(transformations)) {
      const compiled = compileTransformation(transformations[name]!, { countries: {} })
      const read = { ...Object.fromEntries(fields.map(({ path }) => [path, null])), ...constants }
      assert.deepEqual(compiled.toVendor(read).ignored, [], name)
      const answered = Object.fromEntries(fields.filter(({ access }) => access === 'read').map(({ path }) => [path, 'x']))
      assert.deepEqual(compiled.toVendor(answered), { body: {}, ignored: [], readOnly: Object.keys(answered), usesCustom: false }, name)
    }
  })

  test('a note names its contact in the path, not in the body', () => {
    assert.deepEqual(
      find('POST', '/notes').transformation!.toVendor({ ContactId: 5, UserID: 1, CreationNotes: 'x', ObjectType: 'Note' }).body,
      { user_id: '1', text: 'x' },
    )
  })

  test('a field without a home is refused, never dropped', () => {
    assert.throws(() => write('/accounts', { Company: 'A', Phone2: '1', EmailAddress2: 'x' }), {
      code: 'field-refused',
      status: 400,
      message: /Phone2, EmailAddress2: Keap keeps one/,
    })
    assert.throws(() => write('/contacts', { Password: 'x' }), { code: 'field-refused', message: /Password: Keap no longer has/ })
  })
})

describe('every column of the original', { skip: readShared('keap-fieldmap.json') ? false : 'no field map beside this checkout' }, () => {
  const map: Record<string, { fields: Record<string, FieldRow>; unmapped_columns: string[] }> = readShared('keap-fieldmap.json') ?? {}
  interface FieldRow {
    readonly v2?: string | null
    readonly v2_write?: string
    readonly write?: boolean
    readonly filter?: string | Record<string, string>
    readonly const?: string
  }
  for (const [name, { fields, unmapped_columns: unmapped }] of Object.entries(map)) {
    const { fields: mapped, constants = {}, refused = {} } = transformations[name]!
    const fieldOf = (column: string) => mapped.find(({ path }) => path === column)
    const has = (column: string) => column in constants || column in refused

    test(`${name}: is mapped to its place, with its direction and its filter`, () => {
      for (const [column, row] of Object.entries(fields)) {
        if (row.v2 === undefined || row.v2 === null) {
          assert.ok(has(column) || fieldOf(column)?.directory !== undefined, `${column} is a constant, refused, or named by a directory`)
          continue
        }
        const field = fieldOf(column)
        assert.equal(field?.vendorPath, row.v2, column)
        if (row.write !== undefined) assert.equal(field?.access !== 'read', row.write, `${column} can be written`)
        if (row.v2_write !== undefined) assert.equal(field?.vendorWritePath ?? field?.vendorPath, row.v2_write, column)
        const filter = typeof row.filter === 'string' ? { '=': row.filter } : (row.filter ?? {})
        const own = typeof field?.filter === 'string' ? { '=': field.filter } : (field?.filter ?? {})
        for (const [operator, target] of Object.entries(filter)) {
          const actual = own[operator as '=']
          assert.equal(typeof actual === 'string' ? actual : actual?.name, target, `${column} ${operator}`)
        }
      }
    })

    test(`${name}: has no column that is neither mapped nor refused`, () => {
      assert.deepEqual(
        unmapped.filter((column) => !has(column) && fieldOf(column) === undefined),
        [],
      )
    })
  }
})
