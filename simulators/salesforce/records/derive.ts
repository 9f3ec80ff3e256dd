// Values that follow from others: full names, what a stage means, what a file weighs.
import { stages } from '../schema/sales.ts'
import { findStored, type Row, type Tenant } from '../tenant.ts'

type Values = Record<string, unknown>

/** Works out what follows from a record's values. `given` are those just written. */
export function deriveValues(tenant: Tenant, row: Row, given: Values): void {
  const { values, object } = row
  if (object.byName.has('firstname')) values['Name'] = [values['FirstName'], values['LastName']].filter(Boolean).join(' ')
  derivers[object.name]?.(values, given, tenant)
  if (object.name === 'Invoice__c') values['Name'] ??= row.id
}

const derivers: Record<string, (values: Values, given: Values, tenant: Tenant) => void> = {
  Opportunity: deriveStage,
  Task: (values, _, tenant) => {
    values['IsClosed'] = values['Status'] === 'Completed'
    values['AccountId'] = findAccount(tenant, values)
  },
  Event: (values, given, tenant) => {
    deriveTimes(values, given)
    values['AccountId'] = findAccount(tenant, values)
  },
  Attachment: (values) => {
    values['BodyLength'] = measure(values['Body'])
  },
  Document: (values) => {
    values['BodyLength'] = measure(values['Body'])
  },
  ContentVersion: (values) => {
    const path = String(values['PathOnClient'] ?? '')
    const extension = /\.(\w{1,10})$/.exec(path)?.[1]?.toLowerCase() ?? null
    values['Title'] ??= path.replace(/^.*[\\/]/, '').replace(/\.\w{1,10}$/, '')
    values['FileExtension'] = extension
    values['FileType'] = extension === null ? 'UNKNOWN' : (fileTypes[extension] ?? extension.toUpperCase())
    values['ContentSize'] = measure(values['VersionData'])
  },
  User: (values) => {
    values['UserType'] ??= 'Standard'
  },
}

const fileTypes: Record<string, string> = { txt: 'TEXT', docx: 'WORD_X', xlsx: 'EXCEL_X', jpg: 'JPG', jpeg: 'JPG' }

function deriveStage(values: Values, given: Values): void {
  const stage = stages[String(values['StageName'])]
  if (given['StageName'] !== undefined && given['Probability'] === undefined && stage) values['Probability'] = stage.probability
  if (given['StageName'] !== undefined && given['ForecastCategoryName'] === undefined && stage)
    values['ForecastCategoryName'] = stage.forecast
  values['IsClosed'] = stage?.closed ?? false
  values['IsWon'] = stage?.won ?? false
  const amount = values['Amount']
  values['ExpectedRevenue'] = typeof amount === 'number' ? (amount * Number(values['Probability'] ?? 0)) / 100 : null
}

// Start, end and duration say the same thing twice; what was written last decides.
function deriveTimes(values: Values, given: Values): void {
  const start = given['StartDateTime'] ?? given['ActivityDateTime'] ?? values['StartDateTime']
  if (typeof start !== 'string') return
  const from = Date.parse(start)
  const end = given['EndDateTime']
  const minutes = typeof end === 'string' ? (Date.parse(end) - from) / 60_000 : Number(values['DurationInMinutes'] ?? 0)
  const until = new Date(from + minutes * 60_000).toISOString().replace('Z', '+0000')
  const derived = {
    StartDateTime: start,
    ActivityDateTime: start,
    ActivityDate: start.slice(0, 10),
    EndDateTime: until,
    DurationInMinutes: minutes,
  }
  Object.assign(values, derived)
}

function findAccount(tenant: Tenant, values: Values): string | null {
  for (const name of ['WhatId', 'WhoId']) {
    const parent = findStored(tenant, values[name])
    if (parent?.object.name === 'Account') return parent.id
    const account = parent?.values['AccountId'] ?? parent?.values['Account__c']
    if (typeof account === 'string') return account
  }
  return null
}

function measure(data: unknown): number {
  return Buffer.isBuffer(data) ? data.length : 0
}
