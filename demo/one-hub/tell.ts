/** One CRM hub, six vendors: connects an account at each, makes the same five calls, prints one table, and asks all of them for a resource of the user's own. */
import type { Narrator } from '../narrator.ts'
import { type Connecting, connect } from './connect.ts'
import { type Cell, calls, makeFiveCalls } from './five-calls.ts'
import { tellOwnWords } from './own-words.ts'
import { printSearch, printTable } from './table.ts'
import type { Person, Vendor } from './vendors.ts'

/** Tells it all; gives whether every cell of the table is right. Rejects when an account cannot be connected. */
export async function tellOneHub(narrator: Narrator, parts: Connecting, vendors: readonly Vendor[]): Promise<boolean> {
  narrator.chapter('1. Connect an account at each vendor')
  const authorizations: string[] = []
  for (const vendor of vendors) {
    authorizations.push(await connect(parts, vendor))
    narrator.say(
      `  ${vendor.key.padEnd(16)} ${vendor.name}, ${vendor.account === undefined ? 'by an API key' : 'by the consent of a user (OAuth 2)'}`,
    )
  }
  narrator.chapter('2. The same five calls')
  const person: Person = { first: 'Ada', last: 'Lovelace', email: `ada.${Date.now()}@example.com` }
  const url = `${parts.url}/hubs/crm`
  const columns: Cell[][] = []
  for (const [at, vendor] of vendors.entries()) {
    columns.push(await makeFiveCalls({ url, authorization: authorizations[at]! }, vendor, person))
  }
  narrator.say(printTable(columns).join('\n'))

  narrator.chapter('3. One question, in the words of each vendor')
  const find = calls.findIndex((call) => call.includes('where='))
  for (const cells of columns) {
    const { vendor, asked } = cells[find]!
    narrator.say(`  ${vendor.key.padEnd(16)} where=${vendor.where(person)}\n  ${''.padEnd(16)} → ${printSearch(asked, person.email)}`)
  }
  narrator.chapter('4. A resource of your own, in your own words')
  const isSame = await tellOwnWords(narrator, { ...parts, vendors, authorizations, person })

  const wrong = columns.flat().filter(({ problem }) => problem !== '').length
  if (wrong > 0) narrator.say(`\n${wrong} of ${columns.flat().length} answers are not right (✗).`)
  if (wrong > 0 || !isSame) return false
  showCurlLines(narrator, { ...parts, vendors, authorizations })
  return true
}

/** Lines to paste, secrets filled in: one shell variable for each account. */
function showCurlLines(
  narrator: Narrator,
  { url, vendors, authorizations }: Connecting & { readonly vendors: readonly Vendor[]; readonly authorizations: readonly string[] },
): void {
  narrator.chapter('5. Go on yourself')
  const { key, where } = vendors[0]!
  const person: Person = { first: 'Ada', last: 'Lovelace', email: 'ada@example.com' }
  narrator.code(
    [
      `CRM='${url}/hubs/crm'`,
      ...vendors.map((vendor, at) => `${vendor.key}='Authorization: ${authorizations[at]}'`),
      '',
      `for who in ${vendors.map((vendor) => `"$${vendor.key}"`).join(' ')}; do curl -s -H "$who" "$CRM/contacts?pageSize=1"; echo; done`,
      '',
      `curl -H "$${key}" "$CRM/contacts" -G --data-urlencode "where=${where(person)}"`,
      `curl -H "$${vendors.at(-1)!.key}" "$CRM/people?pageSize=3"`,
      `curl -H "$${vendors.at(-1)!.key}" "$CRM/objects/contacts/metadata?customFieldsOnly=true"`,
      `curl -H "$${vendors.at(-1)!.key}" "$CRM/ping"`,
    ].join('\n'),
  )
}
