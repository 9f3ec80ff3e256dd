/** The six vendors of the demo: how each simulator starts, where it answers, what an application sends to connect, and a contact in the vendor's own words. */
import { startCloseio } from '../../simulators/closeio/closeio.ts'
import { startHubspot } from '../../simulators/hubspot/hubspot.ts'
import { startKeap } from '../../simulators/keap/keap.ts'
import { startPipedrive } from '../../simulators/pipedrive/pipedrive.ts'
import { startSalesforce } from '../../simulators/salesforce/salesforce.ts'
import { startZoho } from '../../simulators/zoho/zoho.ts'

export interface Person {
  readonly first: string
  readonly last: string
  readonly email: string
}

// biome-ignore lint/suspicious/noExplicitAny: a record has the vendor's own form
export type Row = any

export interface Simulator {
  readonly url: string
  close(): Promise<void>
}

export interface Vendor {
  /** Key of the element. */
  readonly key: string
  readonly name: string
  readonly start: () => Promise<Simulator>
  /** What stands in `OCTET_ELEMENT_DEFAULTS` for the simulator at `url`; members without a value are left to the element. */
  readonly describe: (url: string) => Readonly<Record<string, string>>
  /** The vendor's account at which the user authorises; without it, there is a key and no user. */
  readonly account?: string
  /** Configuration that this vendor wants beside the application's. */
  readonly configuration?: Readonly<Record<string, string>>
  readonly contact: (person: Person) => object
  readonly where: (person: Person) => string
  readonly emailOf: (row: Row) => unknown
  /** Where a contact has its first e-mail address. */
  readonly mail: string
}

/** In the order in which the table shows them. */
export const vendors: readonly Vendor[] = [
  {
    key: 'infusionsoftcrm',
    name: 'Keap (Infusionsoft)',
    start: () => startKeap(),
    describe: (url) => ({
      'base.url': `${url}/crm`,
      'oauth.authorization.url': `${url}/app/oauth/authorize`,
      'oauth.token.url': `${url}/token`,
    }),
    account: 'ab123.infusionsoft.com',
    configuration: { 'infusionsoft.server': 'ab123.infusionsoft.com' },
    contact: ({ first, last, email }) => ({ FirstName: first, LastName: last, Email: email }),
    where: ({ email }) => `Email='${email}'`,
    emailOf: ({ Email }) => Email,
    mail: 'Email',
  },
  {
    key: 'hubspotcrm',
    name: 'HubSpot',
    start: () => startHubspot(),
    describe: (url) => ({
      'base.url': url,
      'oauth.authorization.url': `${url}/oauth/authorize`,
      'oauth.token.url': `${url}/oauth/v3/token`,
    }),
    account: '44237313',
    contact: ({ first, last, email }) => ({ properties: { firstname: first, lastname: last, email } }),
    where: ({ email }) => `Email='${email}'`,
    emailOf: ({ properties }) => properties?.email,
    mail: 'properties.email',
  },
  {
    key: 'sfdc',
    name: 'Salesforce',
    start: () => startSalesforce(),
    describe: (url) => ({
      'base.url': url,
      'oauth.authorization.url': `${url}/services/oauth2/authorize`,
      'oauth.token.url': `${url}/services/oauth2/token`,
      'oauth.token.revoke_url': `${url}/services/oauth2/revoke`,
    }),
    account: 'meridian',
    contact: ({ first, last, email }) => ({ FirstName: first, LastName: last, Email: email }),
    where: ({ email }) => `Email='${email}'`,
    emailOf: ({ Email }) => Email,
    mail: 'Email',
  },
  {
    key: 'pipedrive',
    name: 'Pipedrive',
    start: () => startPipedrive(),
    describe: (url) => ({
      'base.url': url,
      'oauth.authorization.url': `${url}/oauth/authorize`,
      'oauth.token.url': `${url}/oauth/token`,
      'oauth.token.revoke_url': `${url}/oauth/revoke`,
    }),
    account: 'alder-birch',
    contact: ({ first, last, email }) => ({ name: `${first} ${last}`, emails: [{ value: email, label: 'work', primary: true }] }),
    where: ({ email }) => `Email='${email}'`,
    emailOf: ({ emails }) => emails?.[0]?.value,
    mail: 'emails[0].value',
  },
  {
    key: 'closeio',
    name: 'Close',
    start: () => startCloseio(),
    describe: (url) => ({
      'base.url': `${url}/api/v1`,
      'oauth.authorization.url': `${url}/oauth2/authorize/`,
      'oauth.token.url': `${url}/oauth2/token/`,
    }),
    configuration: { username: 'api_simulator.alder' },
    contact: ({ first, last, email }) => ({ name: `${first} ${last}`, emails: [{ type: 'office', email }] }),
    where: ({ email }) => `officeEmail='${email}'`,
    emailOf: ({ officeEmail }) => officeEmail,
    mail: 'emails[0].email',
  },
  {
    key: 'zohocrmv2',
    name: 'Zoho CRM',
    start: () => startZoho(),
    describe: (url) => ({
      'base.url': url,
      'oauth.authorization.url': `${url}/oauth/v2/auth?access_type=offline&prompt=consent`,
      'oauth.token.url': `${url}/oauth/v2/token`,
      'oauth.token.revoke_url': `${url}/oauth/v2/token/revoke`,
    }),
    account: 'northwind',
    contact: ({ first, last, email }) => ({ First_Name: first, Last_Name: last, Email: email }),
    where: ({ email }) => `Email='${email}'`,
    emailOf: ({ Email }) => Email,
    mail: 'Email',
  },
]
