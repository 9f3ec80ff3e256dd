// v2 products: prices in minor units on write, an amount with its currency on read; the stock count only in detail.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { amount, type Checks, checkBody, choice, flag, object, requireValues, text, whole } from '../checks.ts'
import { ApiError } from '../errors.ts'
import { comparisons, idField, idSetField, property, textField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, insertRow, listRows, type Row } from '../tenant.ts'
import { findRow } from './find-row.ts'

export const productRoutes: Routes = {
  'GET /products': (call) => answerOk(listProducts(call)),
  'POST /products': createProduct,
  'GET /products/{product_id}': (call) => answerOk(show(findProduct(call), 'detail')),
  'PATCH /products/{product_id}': updateProduct,
  'DELETE /products/{product_id}': (call) => {
    const { id } = findProduct(call)
    call.tenant.tables.products.rows.delete(id)
    call.announce('product', 'delete', id)
    return answerNothing()
  },
  'POST /products/{product_id}:adjustInventory': adjustInventory,
}

function findProduct(call: Call): Row {
  return findRow(call, { table: 'products', parameter: 'product_id', noun: 'Product' })
}

function show(row: Row, view: 'list' | 'detail'): Record<string, unknown> {
  const { price_amount: cents, inventory, ...rest } = row
  const { inventory_count: count, ...stock } = inventory as Record<string, unknown>
  const price = { amount: cents, currency_code: 'USD', formatted_amount: `$${(Number(cents) / 100).toFixed(2)}` }
  return {
    ...rest,
    price,
    inventory: view === 'detail' ? { ...stock, inventory_count: count } : stock,
    options: [],
    subscription_plans: [],
  }
}

function listProducts(call: Call): Record<string, unknown> {
  return listPage(call, {
    key: 'products',
    rows: () => listRows(call.tenant.tables.products),
    filter: () => ({
      fields: {
        name: textField(property('name'), 'wildcard'),
        sku: textField(property('sku'), 'wildcard'),
        description: textField(property('description'), 'wildcard'),
        short_description: textField(property('short_description'), 'wildcard'),
        product_id: idField(property('id'), comparisons),
        product_ids: idSetField(property('id')),
      },
    }),
    orders: { name: property('name'), sku: property('sku'), last_updated_time: property('update_time') },
    render: (row) => show(row, 'list'),
  })
}

const stockChecks: Checks = { inventory_limit: whole(), out_of_stock_enabled: flag, email_for_inventory_notifications: text() }

const checks: Checks = {
  ...Object.fromEntries(
    ['name', 'sku', 'description', 'short_description', 'top_html', 'bottom_html', 'delivery_description'].map((name) => [name, text()]),
  ),
  ...Object.fromEntries(
    ['active', 'shippable', 'taxable', 'subscription_only', 'storefront_hidden', 'country_taxable', 'state_taxable', 'city_taxable']
      .concat(['is_package', 'needs_digital_delivery'])
      .map((name) => [name, flag]),
  ),
  price: whole(0),
  weight: amount,
}

function createProduct(call: Call): Answer {
  const values = checkBody(call.body, { ...checks, inventory: object({ ...stockChecks, inventory_count: whole() }) })
  requireValues(values, ['name', 'price', 'short_description'])
  const { inventory, price, ...rest } = values
  const now = formatTime(call.now)
  const row = insertRow(call.tenant.tables.products, {
    active: true,
    ...rest,
    price_amount: price,
    inventory: { inventory_count: 0, ...(inventory as object | undefined) },
    create_time: now,
    update_time: now,
  })
  call.announce('product', 'add', row.id)
  return answerCreated(show(row, 'detail'))
}

function updateProduct(call: Call): Answer {
  const row = findProduct(call)
  const mask = readUpdateMask(call, [...Object.keys(checks), ...Object.keys(stockChecks)])
  const { price, ...values } = checkBody(call.body, checks)
  const productMask = mask?.filter((name) => !(name in stockChecks)).map((name) => (name === 'price' ? 'price_amount' : name))
  applyValues(row, price === undefined ? values : { ...values, price_amount: price }, productMask, 'skip')
  const stock = row['inventory'] as Row
  const stockMask = mask?.filter((name) => name in stockChecks)
  applyValues(stock, checkBody(call.body, stockChecks), stockMask, call.options.maskWithoutValue)
  return touch(call, row)
}

function adjustInventory(call: Call): Answer {
  const row = findProduct(call)
  const values = checkBody(call.body, { type: choice(['INCREASE', 'DECREASE']), quantity: whole(1) })
  requireValues(values, ['type', 'quantity'])
  const stock = row['inventory'] as { inventory_count: number }
  const count = stock.inventory_count + Number(values['quantity']) * (values['type'] === 'INCREASE' ? 1 : -1)
  if (count < 0) throw new ApiError(400, 'quantity is greater than the inventory')
  stock.inventory_count = count
  return touch(call, row)
}

function touch(call: Call, row: Row): Answer {
  row['update_time'] = formatTime(call.now)
  call.announce('product', 'edit', row.id)
  return answerOk(show(row, 'detail'))
}
