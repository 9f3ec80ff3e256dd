// The users of an organization: an administrator, a manager, one who may see little, one who left and one who never answered.
import { formatTime, type Tenant, takeId } from '../tenant.ts'

const people = [
  { first: 'Ines', last: 'Admin', role: 'CEO', profile: 'Administrator' },
  { first: 'Marco', last: 'Manager', role: 'Manager', profile: 'Standard' },
  { first: 'Robin', last: 'Limited', role: 'Manager', profile: 'Restricted', hidden: ['Deals', 'Campaigns', 'users'] },
  { first: 'Lea', last: 'Gone', role: 'Manager', profile: 'Standard', status: 'disabled' },
  { first: 'Otto', last: 'Invited', role: 'Manager', profile: 'Standard', confirm: false },
]

const profileIds: Record<string, string> = { Administrator: '000000000501', Standard: '000000000502', Restricted: '000000000503' }
const roleIds: Record<string, string> = { CEO: '000000000601', Manager: '000000000602' }

/** Adds the users. */
export function addUsers(tenant: Tenant, now: number): void {
  const time = formatTime(tenant, now)
  for (const { first, last, role, profile, hidden = [], status = 'active', confirm = true } of people) {
    const id = takeId(tenant)
    const reference = { id, name: `${first} ${last}`, email: `${first}.${last}@${tenant.id}.example`.toLowerCase() }
    const by = { name: `${people[0]?.first} ${people[0]?.last}`, id: [...tenant.users.keys()][0] ?? id }
    const values = {
      id,
      first_name: first,
      last_name: last,
      full_name: reference.name,
      email: reference.email,
      role: { name: role, id: `${tenant.prefix}${roleIds[role]}` },
      profile: { name: profile, id: `${tenant.prefix}${profileIds[profile]}` },
      status,
      confirm,
      category: 'regular_user',
      alias: null,
      phone: null,
      mobile: null,
      fax: null,
      website: null,
      dob: null,
      signature: null,
      street: null,
      city: null,
      state: null,
      zip: null,
      country: tenant.dataCenter === 'us' ? 'US' : 'DE',
      country_locale: 'en_US',
      locale: 'en_US',
      language: 'en_US',
      time_zone: tenant.dataCenter === 'us' ? 'Etc/GMT+8' : 'Etc/GMT-1',
      time_format: 'hh:mm a',
      date_format: 'MMM d, yyyy',
      decimal_separator: 'Period',
      number_separator: null,
      offset: tenant.offset * 60_000,
      zuid: String(700_000_000 + tenant.users.size),
      microsoft: false,
      sandboxDeveloper: false,
      personal_account: false,
      Isonline: false,
      default_tab_group: '0',
      created_time: time,
      Modified_Time: time,
      created_by: by,
      Modified_By: by,
      Reporting_To: null,
    }
    tenant.users.set(id, { id, reference, values, hidden })
  }
}
