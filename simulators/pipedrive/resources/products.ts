// Products (v2).
import { type Operations, serve } from '../call.ts'
import { amount, choice, flag, list, nullable, object, reference, text, visibility, whole } from '../checks.ts'
import { createValidationError } from '../errors.ts'
import { customFields } from '../fields/custom-values.ts'
import { readWhole } from '../list/parameters.ts'
import { createEntity, deleteEntity, type Entity, listEntities, readEntity, updateEntity } from './entity.ts'

const price = object({ price: amount, currency: text(3, 'filled'), cost: amount, direct_cost: nullable(amount), notes: text() }, [
  'price',
  'currency',
])

interface Price {
  price: number
  currency: string
  cost?: number
  direct_cost?: number | null
  notes?: string
}

export const product: Entity = {
  table: 'products',
  name: 'product',
  fields: 'product',
  checks: {
    name: text(255, 'filled'),
    code: nullable(text()),
    description: nullable(text(65_535)),
    unit: nullable(text()),
    tax: amount,
    category: nullable(whole(1)),
    owner_id: reference('users', 'User'),
    is_linkable: flag,
    visible_to: visibility,
    prices: list(price),
    custom_fields: customFields('product'),
    billing_frequency: choice(['one-time', 'annually', 'semi-annually', 'quarterly', 'monthly', 'weekly']),
    billing_frequency_cycles: nullable(whole(1, 208)),
  },
  required: ['name'],
  defaults: ({ user, tenant }) => ({
    name: '',
    code: null,
    description: null,
    unit: null,
    tax: 0,
    category: null,
    owner_id: user.id,
    is_linkable: true,
    visible_to: 3,
    billing_frequency: 'one-time',
    billing_frequency_cycles: null,
    prices: [{ price: 0, currency: tenant.currency }],
    custom_fields: {},
  }),
  settle: (row) => {
    const prices = row['prices'] as Price[]
    if (new Set(prices.map((each) => each.currency)).size < prices.length) {
      throw createValidationError('prices', 'There can only be one price per product per currency.')
    }
    const complete = (each: Price) => ({ cost: 0, direct_cost: null, notes: '', ...each })
    row['prices'] = prices.map((each) => ({ product_id: row.id, ...complete(each) }))
  },
  filters: (call) => {
    const owner = readWhole(call.query, 'owner_id')
    return owner === undefined ? [] : [(row) => row['owner_id'] === owner]
  },
  sortable: ['id', 'name', 'add_time', 'update_time'],
  createdStatus: 201,
}

export const productOperations: Operations = {
  'GET /v2/products': serve(10, 'products:read products:full', (call) => listEntities(product, call)),
  'POST /v2/products': serve(5, 'products:full', (call) => createEntity(product, call)),
  'GET /v2/products/{id}': serve(1, 'products:read products:full', (call) => readEntity(product, call)),
  'PATCH /v2/products/{id}': serve(5, 'products:full', (call) => updateEntity(product, call)),
  'DELETE /v2/products/{id}': serve(3, 'products:full', (call) => deleteEntity(product, call)),
}
