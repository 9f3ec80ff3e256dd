/** Connects a vendor's account as an application does: by the user's consent and the code that comes of it, or by a key. */
import { answerConsent } from '../../test/keap-user.ts'
import type { Application } from '../application.ts'
import { send } from '../client.ts'
import type { Vendor } from './vendors.ts'

export interface Connecting {
  /** The server with its base path. */
  readonly url: string
  readonly authorization: string
  readonly application: Application
  /** The application's registration at the vendors. */
  readonly key: string
  readonly secret: string
}

/** Gives the `Authorization` of calls to the new instance. Rejects with what the server said when there is none. */
export async function connect(parts: Connecting, vendor: Vendor): Promise<string> {
  const { url, authorization, application, key, secret } = parts
  const own = vendor.configuration ?? {}
  const client = { 'oauth.callback.url': application.callbackUrl, 'oauth.api.key': key, 'oauth.api.secret': secret }
  const reply = await send(`${url}/instances`, {
    method: 'POST',
    authorization,
    body: {
      element: { key: vendor.key },
      name: `${vendor.name} of the demo`,
      tags: ['demo'],
      ...(vendor.account === undefined
        ? { configuration: own }
        : { providerData: await authorize(parts, vendor), configuration: { ...client, ...own } }),
    },
  })
  if (reply.status !== 200) throw new Error(`${vendor.name}: the instance was not created: ${reply.status} ${JSON.stringify(reply.body)}`)
  return `${authorization}, Element ${(reply.body as { token: string }).token}`
}

/** What came to the application's callback after the user pressed Allow. */
async function authorize({ url, application, key, secret }: Connecting, { key: element, name, account }: Vendor): Promise<object> {
  const query = new URLSearchParams({ apiKey: key, apiSecret: secret, callbackUrl: application.callbackUrl, state: element })
  const reply = await send(`${url}/elements/${element}/oauth/url?${query}`, { method: 'GET' })
  if (reply.status !== 200) throw new Error(`${name}: no authorization URL: ${reply.status} ${JSON.stringify(reply.body)}`)
  await fetch(await answerConsent((reply.body as { oauthUrl: string }).oauthUrl, account === undefined ? {} : { account }))
  return Object.fromEntries(application.received())
}
