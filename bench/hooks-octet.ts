/** The server of the bench of hooks: an element with and without hooks, and an instance of it in each of two accounts. */
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { addStranger } from '../test/people.ts'

const [vendorUrl, dataFolder] = [process.argv[2]!, process.argv[3]!]
const app = await createApp(readConfig({ OCTET_DATA: dataFolder, OCTET_ALLOW_HOSTS: '127.0.0.1', OCTET_LOG_LEVEL: 'error' }))
const url = await app.listen({ port: 0, host: '127.0.0.1' })
const organization = `Organization ${app.firstSecrets!.organizationSecret}`
const first = `User ${app.firstSecrets!.userSecret}, ${organization}`
const stranger = await addStranger(app.database, { organizationId: 1, secret: 'bench-stranger' })

const hook = (type: string, body: string) => ({ type, body, isLegacy: false, mimeType: 'application/javascript' })
const resource = (path: string, vendorPath: string, members: object = {}) => ({
  path: `/hubs/general/${path}`,
  method: 'GET',
  vendorPath: `/crm/rest/v2/${vendorPath}`,
  vendorMethod: 'GET',
  type: 'api',
  description: path,
  parameters: [],
  hooks: [],
  ...members,
})
const mapping = `
  const find = (list, field) => (list || []).find((item) => item.field === field) || {}
  done({ response_body: response_body.map((c) => { const billing = find(c.addresses, 'BILLING'), shipping = find(c.addresses, 'SHIPPING'), phone = find(c.phone_numbers, 'PHONE1')
    return { id: Number(c.id), FirstName: c.given_name, LastName: c.family_name, JobTitle: c.job_title, Website: c.website, ContactType: c.contact_type,
      ReferralCode: c.referral_code, Language: c.preferred_locale, SpouseName: c.spouse_name, Email: find(c.email_addresses, 'EMAIL1').email,
      EmailAddress2: find(c.email_addresses, 'EMAIL2').email, Phone1: phone.number, Phone1Ext: phone.extension, Phone1Type: phone.type,
      StreetAddress1: billing.line1, City: billing.locality, State: billing.region, PostalCode: billing.postal_code, Country: billing.country_code,
      Address2Street1: shipping.line1, City2: shipping.locality, State2: shipping.region, PostalCode2: shipping.postal_code, Country2: shipping.country_code,
      Company: c.company.company_name, CompanyID: Number(c.company.id), OwnerID: Number(c.owner_id), TimeZone: c.time_zone, DateCreated: c.create_time, LastUpdated: c.update_time } }) })`
const element = {
  name: 'Bench of hooks',
  key: 'benchofhooks',
  hub: 'general',
  description: 'For the bench',
  authentication: { type: 'basic' },
  configuration: [{ name: 'Base', key: 'base.url', description: 'Base', defaultValue: vendorUrl, type: 'TEXTFIELD_1000' }],
  resources: [
    resource('plain', 'one'),
    resource('hooked', 'one', {
      hooks: [hook('preRequest', `request_vendor_headers['X-Bench'] = configuration['base.url']; done({ request_vendor_headers })`)],
    }),
    resource('list', 'list', { rootKey: 'contacts', hooks: [hook('postRequest', mapping)] }),
    resource('looping', 'one', { hooks: [hook('preRequest', 'for (;;);')] }),
  ],
}

async function connect(authorization: string): Promise<Record<string, string>> {
  await post('/elements', authorization, element)
  const configuration = { 'base.url': vendorUrl, username: 'bench', password: 'bench' }
  const { token } = await post('/instances', authorization, { name: 'bench', element: { key: element.key }, configuration })
  return { authorization: `${authorization}, Element ${token}` }
}

async function post(path: string, authorization: string, body: object): Promise<{ token?: string }> {
  const headers = { authorization, 'content-type': 'application/json' }
  const reply = await fetch(`${url}/elements/api-v2${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(`POST ${path}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as { token?: string }
}

const accounts = [await connect(first), await connect(`${stranger.user}, ${organization}`)]
process.send?.({ port: Number(new URL(url).port), accounts })
process.once('SIGTERM', () => void app.close(1000).finally(() => process.exit(0)))
