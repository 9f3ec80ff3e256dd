// Values the vendor works out itself: full names, the money a deal is expected to bring, the number of a case, when a task was closed.
import type { Module } from '../modules/module.ts'
import { stages } from '../modules/sales.ts'
import { formatTime, type Tenant } from '../tenant.ts'

type Values = Record<string, unknown>

const rules: Record<string, (values: Values, context: { tenant: Tenant; now: number; changed: Values }) => void> = {
  Leads: setFullName,
  Contacts: setFullName,
  Deals: (values, { changed }) => {
    const stage = stages.find((each) => each.name === values['Stage'])
    if (stage && (changed['Probability'] ?? null) === null && changed['Stage'] !== undefined) values['Probability'] = stage.probability
    const [amount, probability] = [values['Amount'], values['Probability']]
    const known = typeof amount === 'number' && typeof probability === 'number'
    values['Expected_Revenue'] = known ? Math.round(amount * probability) / 100 : null
  },
  Cases: (values, { tenant }) => {
    values['Case_Number'] ??= String(1_000 + (tenant.tables.get('Cases')?.rows.size ?? 0))
  },
  Tasks: (values, { tenant, now, changed }) => {
    if (changed['Status'] === undefined) return
    values['Closed_Time'] = changed['Status'] === 'Completed' ? formatTime(tenant, now) : null
  },
}

/** Works out a record's own values in place. `changed` are the values just written. */
export function deriveValues(module: Module, values: Values, context: { tenant: Tenant; now: number; changed: Values }): void {
  rules[module.apiName]?.(values, context)
}

function setFullName(values: Values): void {
  values['Full_Name'] = [values['First_Name'], values['Last_Name']].filter(Boolean).join(' ')
}
