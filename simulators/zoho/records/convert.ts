// Turning a lead into a contact, an account and, when asked for, a deal.
import { answerOk, type Call, type Routes } from '../call.ts'
import { ApiError, refuseModule } from '../errors.ts'
import type { Row } from '../tenant.ts'
import { checkRecord, type Input } from './check-record.ts'
import { readModule } from './module-in-path.ts'
import { readParent } from './related.ts'
import { readInputs } from './results.ts'
import { createRow, findByValue } from './store.ts'

export const convertRoutes: Routes = {
  'POST /{module}/{id}/actions/convert': (call) => {
    if (call.params['module'] !== 'Leads') throw refuseModule()
    const lead = readParent(call)
    if (lead.values['$converted'] === true) {
      throw new ApiError(400, 'ID_ALREADY_CONVERTED', 'id already converted', { resource_path_index: 1 })
    }
    const [input = {}] = readInputs(call)
    const deal = input['Deals'] as Input | undefined
    const checked = deal && checkRecord(call, deal, { module: readModule(call, 'Deals'), at: 0 })
    if (checked && 'fault' in checked) return { status: 400, type: 'json', body: { data: [checked.fault] } }
    const details = convertLead(call, lead, checked?.values)
    return answerOk({ data: [{ code: 'SUCCESS', details, message: 'The record has been converted successfully', status: 'success' }] })
  },
}

function convertLead(call: Call, lead: Row, deal: Input | undefined): Record<string, unknown> {
  const { tenant } = call
  const by = { user: call.user.reference, now: call.now }
  const { values } = lead
  const company = values['Company'] ?? values['Last_Name']
  const accounts = readModule(call, 'Accounts')
  const same = ['Phone', 'Website', 'Industry', 'Annual_Revenue']
  const account =
    findByValue(tenant, accounts, 'Account_Name', company) ??
    createRow(tenant, accounts, { Account_Name: company, ...pick(values, same) }, by)
  const person = pick(values, ['First_Name', 'Last_Name', 'Email', 'Phone', 'Mobile', 'Lead_Source', 'Salutation'])
  const contact = createRow(tenant, readModule(call, 'Contacts'), { ...person, Account_Name: account.reference }, by)
  const links = { Account_Name: account.reference, Contact_Name: contact.reference }
  const opened = deal && createRow(tenant, readModule(call, 'Deals'), { ...deal, ...links }, by)
  values['$converted'] = true
  lead.modifiedAt = call.now
  return { Contacts: contact.reference, Deals: opened?.reference ?? null, Accounts: account.reference }
}

function pick(values: Input, names: string[]): Input {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
}
