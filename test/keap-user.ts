/** A person with a browser at the vendor's consent page: opens it, picks an account, presses a button, and is sent back. Plain fetch, no side door. */

export interface Consent {
  /** The button: its value in the form. */
  readonly decision?: 'allow' | 'deny'
  /** Start of the account's value in the list, e.g. a tenant's host name. Default: the first one. */
  readonly account?: string
}

/** Answers the consent page behind an `oauthUrl` and gives the callback URL that the browser was sent to. Rejects with the page's text when it is no form. */
export async function answerConsent(oauthUrl: string, { decision = 'allow', account = '' }: Consent = {}): Promise<URL> {
  const page = await fetch(oauthUrl)
  const html = await page.text()
  const form = /<form\b[^>]*\baction="([^"]+)"/.exec(html)
  if (page.status !== 200 || form === null) throw new Error(`The consent page answered ${page.status}: ${readText(html)}`)
  const values = new URLSearchParams()
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    values.set(decode(name!), decode(value!))
  const accounts = [...html.matchAll(/<option value="([^"]+)"/g)].map(([, value]) => decode(value!))
  const chosen = accounts.find((each) => each.startsWith(account))
  if (chosen === undefined) throw new Error(`No account ${account} among ${accounts.join(', ')}`)
  values.set('account', chosen)
  if (!html.includes(`name="decision" value="${decision}"`)) throw new Error(`There is no button ${decision}`)
  values.set('decision', decision)
  const answer = await fetch(new URL(decode(form[1]!), oauthUrl), { method: 'POST', body: values, redirect: 'manual' })
  const target = answer.headers.get('location')
  if (answer.status !== 302 || target === null)
    throw new Error(`The consent form answered ${answer.status}: ${readText(await answer.text())}`)
  return new URL(target)
}

function decode(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code))).replaceAll('&amp;', '&')
}

function readText(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
