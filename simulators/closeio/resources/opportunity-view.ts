// What an opportunity shows: its value in cents, by year and by chance, and the names of what it points to.
import type { Row, Tenant } from '../tenant.ts'
import { authorship, readUserName, stored, type View } from '../view.ts'

/** Value in cents over a year: monthly values twelvefold; null without a value. */
export function readAnnualValue(row: Row): number | null {
  const value = row['value']
  if (typeof value !== 'number') return null
  return row['value_period'] === 'monthly' ? value * 12 : value
}

/** A value weighed by the opportunity's confidence, in cents. */
export function weigh(row: Row, value: unknown): number | null {
  return typeof value === 'number' ? Math.round((value * Number(row['confidence'])) / 100) : null
}

/** The status an opportunity is in. */
export function readStatus(row: Row, tenant: Tenant): Row | undefined {
  return tenant.tables.opportunityStatuses.rows.get(String(row['status_id']))
}

function readPipeline(row: Row, tenant: Tenant): Row | undefined {
  return tenant.tables.pipelines.rows.get(String(readStatus(row, tenant)?.['pipeline_id']))
}

const periodWords: Record<string, string> = { monthly: ' monthly', annual: ' annually' }

function formatValue(row: Row): string | null {
  if (typeof row['value'] !== 'number') return null
  const amount = row['value'] / 100
  const digits = Number.isInteger(amount) ? 0 : 2
  const text = amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `$${text}${periodWords[String(row['value_period'])] ?? ''}`
}

export const opportunityView: View = {
  ...stored('id'),
  ...stored('lead_id'),
  lead_name: (row, tenant) => tenant.tables.leads.rows.get(String(row['lead_id']))?.['name'] ?? null,
  ...stored('contact_id'),
  contact_name: (row, tenant) => tenant.tables.contacts.rows.get(String(row['contact_id']))?.['name'] ?? null,
  ...stored('user_id'),
  user_name: (row, tenant) => readUserName(tenant, row['user_id']),
  ...stored('status_id'),
  status_label: (row, tenant) => readStatus(row, tenant)?.['label'] ?? null,
  status_type: (row, tenant) => readStatus(row, tenant)?.['status_type'] ?? null,
  status_display_name: (row, tenant) => readStatus(row, tenant)?.['label'] ?? null,
  pipeline_id: (row, tenant) => readPipeline(row, tenant)?.id ?? null,
  pipeline_name: (row, tenant) => readPipeline(row, tenant)?.['name'] ?? null,
  note: (row) => row['note'] ?? '',
  ...stored('confidence'),
  ...stored('value'),
  ...stored('value_period'),
  value_currency: () => 'USD',
  value_formatted: formatValue,
  expected_value: (row) => weigh(row, row['value']),
  annualized_value: readAnnualValue,
  annualized_expected_value: (row) => weigh(row, readAnnualValue(row)),
  ...stored('date_won'),
  ...stored('date_lost'),
  attachments: (row) => row['attachments'] ?? [],
  integration_links: () => [],
  ...authorship,
}
