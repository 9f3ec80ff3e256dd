// Opportunities, notes, tasks, appointments and products of the seed.

import { pickAt } from '../../lib/names.ts'
import { formatTime, insertRow, type Tenant } from '../tenant.ts'

const day = 86_400_000
const started = Date.UTC(2024, 4, 1, 8)
const stageIds = ['18', '20', '22', '24', '26']

/** Two dozen opportunities over the stages. */
export function addOpportunities(tenant: Tenant): void {
  for (let number = 1; number <= 24; number += 1) {
    const created = formatTime(started + number * day)
    insertRow(tenant.tables.opportunities, {
      opportunity_title: `Deal ${String(number).padStart(2, '0')}`,
      contact_id: String(number),
      stage_id: pickAt(stageIds, number),
      user_id: String(1 + (number % 3)),
      projected_revenue_low: number * 100,
      projected_revenue_high: number * 250.5,
      next_action_time: formatTime(started + (number + 30) * day),
      next_action_notes: 'Call again',
      opportunity_notes: 'Asked for a quote',
      estimated_close_time: formatTime(started + (number + 90) * day),
      include_in_forecast: number % 2 === 0,
      custom_fields: [{ id: '27', content: pickAt(['None', 'Initech'], number) }],
      created_time: created,
      last_updated_time: created,
      created_by: '1',
      last_updated_by: '1',
      status_id: '1',
    })
  }
}

/** Notes, tasks and appointments on the first contacts. */
export function addActivities(tenant: Tenant): void {
  for (let number = 1; number <= 30; number += 1) {
    const created = formatTime(started + number * 3_600_000)
    const contactId = String(1 + (number % 12))
    insertRow(tenant.tables.notes, {
      title: number % 3 === 0 ? `Follow up ${number}` : `Call report ${number}`,
      text: 'Spoke about the spring catalogue.',
      type: pickAt(['Call', 'Email', 'Letter', 'Other'], number),
      contact_id: contactId,
      user_id: '1',
      create_time: created,
      update_time: created,
      created_by_user_id: '1',
      last_updated_by_user_id: '1',
      custom_fields: [],
    })
    insertRow(tenant.tables.tasks, createTask(number, { created, contactId }))
    insertRow(tenant.tables.appointments, {
      title: `Meeting ${number}`,
      description: 'At the office',
      location: 'Chandler',
      contact_id: contactId,
      user_id: '1',
      start_time: formatTime(started + number * day),
      end_time: formatTime(started + number * day + 3_600_000),
      remind_time_mins: 30,
    })
  }
}

function createTask(number: number, task: { created: string; contactId: string }): Record<string, unknown> {
  const completed = number % 4 === 0
  return {
    title: number % 2 === 0 ? `Follow up with contact ${task.contactId}` : `Send quote ${number}`,
    description: 'See the last note.',
    type: pickAt(['Call', 'Email', 'Other'], number),
    priority: pickAt(['CRITICAL', 'ESSENTIAL', 'NONESSENTIAL'], number),
    completed,
    ...(completed ? { completion_time: task.created } : {}),
    create_time: task.created,
    modification_time: task.created,
    ...(number % 5 === 0 ? {} : { due_time: formatTime(started + number * day) }),
    remind_time_mins: 30,
    assigned_to_user_id: String(1 + (number % 3)),
    created_by_user_id: '1',
    last_updated_by_user_id: '1',
    contact_id: task.contactId,
    ...(number <= 10 ? { opportunity_id: String(number) } : {}),
    accepted: true,
    custom_fields: [],
  }
}

const products: readonly [name: string, price: number, count: number][] = [
  ['Starter Kit', 4_999, 120],
  ['Pro Kit', 12_900, 40],
  ['Spare Filter', 1_250, 500],
  ['Annual Support', 49_900, 0],
  ['Gift Card', 2_500, 1_000],
  ['Travel Case', 3_475, 75],
]

/** Half a dozen products; prices in minor units. */
export function addProducts(tenant: Tenant): void {
  for (const [at, [name, price, count]] of products.entries()) {
    const created = formatTime(started + at * day)
    insertRow(tenant.tables.products, {
      name,
      price_amount: price,
      active: true,
      sku: `SKU-${String(at + 1).padStart(3, '0')}`,
      description: `${name}, long description`,
      short_description: `${name}, short`,
      shippable: true,
      weight: 0.5 + at,
      taxable: true,
      country_taxable: true,
      state_taxable: true,
      city_taxable: false,
      subscription_only: false,
      storefront_hidden: false,
      is_package: false,
      needs_digital_delivery: false,
      has_legacy_image: false,
      inventory: {
        inventory_limit: 10,
        inventory_count: count,
        out_of_stock_enabled: false,
        email_for_inventory_notifications: 'stock@example.com',
      },
      create_time: created,
      update_time: created,
    })
  }
}
