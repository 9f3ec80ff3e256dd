// Users, currencies, activity types, pipelines and stored filters of the seed.
import { formatTime, formatV1Time, insertRow, type Tenant } from '../tenant.ts'

const created = Date.UTC(2024, 0, 10, 9)
const times = { add_time: formatV1Time(created), update_time: formatV1Time(created) }

const users = [
  { name: 'Integration User', admin: true, active: true },
  { name: 'Dana Reyes', admin: true, active: true },
  { name: 'Morgan Falk', admin: false, active: true },
  { name: 'Robin Limited', admin: false, active: true },
  { name: 'Former Colleague', admin: false, active: false },
]

/** Five users with numbers from `base` + 1: two administrators, two others, one who left. */
export function addUsers(tenant: Tenant, base: number): void {
  for (const [at, { name, admin, active }] of users.entries()) {
    insertRow(tenant.tables.users, createUser(tenant, { id: base + at + 1, name, admin, active, email: mailOf(tenant, name) }))
  }
}

/** A user as v1 shows one. */
export function createUser(
  tenant: Tenant,
  user: { id: number; name: string; email: string; admin: boolean; active: boolean },
): Record<string, unknown> {
  const access = (app: string, admin: boolean, at: number) => ({
    app,
    admin,
    permission_set_id: `62cc4d7f-4038-4352-abf3-a8c1c822b63${at}`,
  })
  return {
    id: user.id,
    name: user.name,
    default_currency: tenant.currency,
    locale: 'en_US',
    lang: 1,
    email: user.email,
    phone: null,
    activated: user.active,
    last_login: formatV1Time(created),
    created: formatV1Time(created),
    modified: formatV1Time(created),
    has_created_company: user.id % 1000 === 1,
    access: [access('sales', user.admin, 1), access('global', user.admin, 2)],
    active_flag: user.active,
    timezone_name: 'Europe/Berlin',
    timezone_offset: '+01:00',
    role_id: 1,
    icon_url: null,
    is_deleted: false,
  }
}

function mailOf(tenant: Tenant, name: string): string {
  return `${name.toLowerCase().replace(' ', '.')}@${tenant.id}.example.com`
}

/** The currencies a company may use. */
export function addCurrencies(tenant: Tenant): void {
  const list = [
    ['EUR', 'Euro', '€'],
    ['USD', 'US Dollar', '$'],
    ['GBP', 'Pound Sterling', '£'],
  ] as const
  for (const [code, name, symbol] of list) {
    insertRow(tenant.tables.currencies, { code, name, decimal_points: 2, symbol, active_flag: true, is_custom_flag: false })
  }
}

/** The types every company begins with. */
export function addActivityTypes(tenant: Tenant): void {
  for (const [at, name] of ['Call', 'Meeting', 'Task', 'Deadline', 'Email', 'Lunch'].entries()) {
    const key = name.toLowerCase()
    insertRow(tenant.tables.activityTypes, {
      order_nr: at + 1,
      name,
      key_string: key,
      icon_key: key,
      active_flag: true,
      color: 'FFFFFF',
      is_custom_flag: false,
      ...times,
    })
  }
}

const stages = [
  ['Qualified', 20],
  ['Contact Made', 40],
  ['Demo Scheduled', 50],
  ['Proposal Made', 70],
  ['Negotiations Started', 90],
] as const

/** Two pipelines, the first with five stages, the second with three. */
export function addPipelines(tenant: Tenant): void {
  const time = formatTime(created)
  for (const [at, name] of ['Pipeline', 'Renewals'].entries()) {
    const { id } = insertRow(tenant.tables.pipelines, {
      name,
      order_nr: at + 1,
      is_deleted: false,
      is_deal_probability_enabled: true,
      add_time: time,
      update_time: time,
    })
    for (const [index, [stage, probability]] of stages.slice(0, at === 0 ? 5 : 3).entries()) {
      insertRow(tenant.tables.stages, {
        order_nr: index + 1,
        name: stage,
        is_deleted: false,
        deal_probability: probability,
        pipeline_id: id,
        is_deal_rot_enabled: false,
        days_to_rotten: null,
        add_time: time,
        update_time: time,
      })
    }
  }
}

/** Two stored filters: open deals, and persons named Mary. */
export function addFilters(tenant: Tenant): void {
  const add = (name: string, type: string, condition: Record<string, unknown>) =>
    insertRow(tenant.tables.filters, {
      name,
      filter_code: null,
      is_editable: true,
      active_flag: true,
      type,
      temporary_flag: null,
      user_id: [...tenant.tables.users.rows.keys()][0],
      ...times,
      visible_to: '7',
      last_used_time: null,
      custom_view_id: null,
      conditions: {
        glue: 'and',
        conditions: [
          { glue: 'and', conditions: [{ extra_value: null, json_value_flag: false, ...condition }] },
          { glue: 'or', conditions: [] },
        ],
      },
    })
  const find = (entity: 'deal' | 'person', code: string) => String(tenant.fields[entity].find((each) => each.code === code)?.id)
  add('All open deals', 'deals', { object: 'deal', field_id: find('deal', 'status'), operator: '=', value: 'open' })
  add('Everyone named Mary', 'people', { object: 'person', field_id: find('person', 'first_name'), operator: '=', value: 'Mary' })
}
