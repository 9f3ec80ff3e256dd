/** The first hour with Octet, told: authenticate an Infusionsoft CRM instance in three steps, then use its contacts. */
import { answerConsent } from '../test/keap-user.ts'
import type { Application } from './application.ts'
import type { Client } from './client.ts'
import type { Narrator } from './narrator.ts'

export interface Stage {
  readonly narrator: Narrator
  readonly client: Client
  readonly application: Application
  /** The application's registration at the vendor. */
  readonly key: string
  readonly secret: string
}

interface Instance {
  readonly id: number
  readonly name: string
  readonly token: string
}

interface Contact {
  readonly id: number
  readonly FirstName: string
}

/** Tells all of it; `url` is the server's with its base path. */
export async function tellFirstHour(stage: Stage, url: string): Promise<void> {
  const instance = await authenticate(stage)
  await useContacts(stage, instance)
  showCurlLines(stage, url, instance)
}

/** Steps 1 to 3 of the original's page "Infusionsoft CRM · Authenticate". Gives the instance. */
async function authenticate({ narrator, client, application, key, secret }: Stage): Promise<Instance> {
  narrator.chapter('1. Where does the user authorise?')
  narrator.say('Octet builds the vendor’s authorization URL from your application’s key, secret and callback.')
  const query = new URLSearchParams({
    apiKey: key,
    apiSecret: secret,
    callbackUrl: application.callbackUrl,
    siteAddress: 'ab123.infusionsoft.com',
    state: 'infusionsoftcrm',
  })
  const { oauthUrl } = await client.call<{ oauthUrl: string }>('GET', `/elements/infusionsoftcrm/oauth/url?${query}`)

  narrator.chapter('2. The user authorises at the vendor')
  narrator.say('We play the user: open the consent page, choose the account, press Allow, and follow the redirect to the application.')
  const target = await answerConsent(oauthUrl, { account: 'ab123.infusionsoft.com' })
  await fetch(target)
  const received = application.received()
  narrator.say('The application received at its callback:')
  for (const [name, value] of received) narrator.code(`${name} = ${name === 'code' ? `${value.slice(0, 6)}…` : value}`)

  narrator.chapter('3. Create the element instance')
  narrator.say('Octet exchanges the code, seals the tokens, and gives you a token of its own that never changes.')
  return client.call<Instance>('POST', '/instances', {
    element: { key: 'infusionsoftcrm' },
    providerData: { code: received.get('code') },
    configuration: {
      'oauth.callback.url': application.callbackUrl,
      'oauth.api.key': key,
      'oauth.api.secret': secret,
      'infusionsoft.server': 'ab123.infusionsoft.com',
      'infusionsoft.private.key': 'not-used-by-the-vendor-any-more',
    },
    tags: ['demo'],
    name: 'Infusionsoft of the demo',
  })
}

/** Lists, creates, updates and finds a contact through the CRM hub. */
async function useContacts({ narrator, client }: Stage, instance: Instance): Promise<void> {
  const hub = client.withElement(instance.token)
  narrator.chapter('4. Use it through the CRM hub')
  narrator.say('The same calls work for every element of the hub.')
  await hub.call('GET', '/hubs/crm/contacts?pageSize=2')
  const email = `ada.${Date.now()}@example.com`
  const { id } = await hub.call<Contact>('POST', '/hubs/crm/contacts', {
    FirstName: 'Ada',
    LastName: 'Byron',
    Email: email,
    Phone1: '+44 20 5550 0100',
  })
  narrator.say('\nA change of one field leaves the others alone:')
  await hub.call('PATCH', `/hubs/crm/contacts/${id}`, { LastName: 'Lovelace', EmailAddress2: 'ada@analytical-engine.example' })
  narrator.say('\nFound again by its e-mail address:')
  const found = await hub.call<Contact[]>('GET', `/hubs/crm/contacts?where=${encodeURIComponent(`Email='${email}'`)}`)
  if (found.length !== 1 || found[0]!.id !== id) throw new Error(`The contact ${id} was not found by its e-mail address`)
}

/** The lines that a reader pastes to go on, secrets filled in. */
function showCurlLines({ narrator, client }: Stage, url: string, instance: Instance): void {
  const header = `-H 'Authorization: ${client.withElement(instance.token).authorization}'`
  narrator.chapter('5. Go on yourself')
  narrator.code(
    [
      `curl ${header} '${url}/hubs/crm/contacts?pageSize=5'`,
      `curl ${header} '${url}/hubs/crm/contacts' -G --data-urlencode "where=FirstName='Ada'"`,
      `curl ${header} -H 'Content-Type: application/json' -X POST '${url}/hubs/crm/contacts' -d '{"FirstName":"Grace","LastName":"Hopper","Email":"grace@example.com"}'`,
    ].join('\n\n'),
  )
}
