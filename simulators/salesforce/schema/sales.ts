// Accounts, contacts, leads, opportunities, campaigns, products, and a custom object.
import { createAddress, createField, createPicklist, createReference, readOnly } from './field.ts'
import { createObject, type ObjectType } from './object.ts'

const industries = [
  'Agriculture',
  'Banking',
  'Consulting',
  'Education',
  'Energy',
  'Healthcare',
  'Manufacturing',
  'Retail',
  'Technology',
  'Other',
]
const sources = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other']
const ratings = ['Hot', 'Warm', 'Cold']

/** Stages with their probability, and what they say of the opportunity. */
export const stages: Record<string, { probability: number; forecast: string; closed: boolean; won: boolean }> = {
  Prospecting: { probability: 10, forecast: 'Pipeline', closed: false, won: false },
  Qualification: { probability: 10, forecast: 'Pipeline', closed: false, won: false },
  'Needs Analysis': { probability: 20, forecast: 'Pipeline', closed: false, won: false },
  'Value Proposition': { probability: 50, forecast: 'Pipeline', closed: false, won: false },
  'Proposal/Price Quote': { probability: 75, forecast: 'Best Case', closed: false, won: false },
  'Negotiation/Review': { probability: 90, forecast: 'Commit', closed: false, won: false },
  'Closed Won': { probability: 100, forecast: 'Closed', closed: true, won: true },
  'Closed Lost': { probability: 0, forecast: 'Omitted', closed: true, won: false },
}

const personName = [
  createField('LastName', 'string', { length: 80, required: true }),
  createField('FirstName', 'string', { length: 40 }),
  createPicklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'], { length: 40 }),
  createField('Name', 'string', { length: 121, ...readOnly, nameField: true, label: 'Full Name' }),
]

/** The objects of selling. Every call gives its own. */
export function createSalesObjects(): ObjectType[] {
  return [
    createObject({ name: 'Account', prefix: '001' }, [
      createField('Name', 'string', { required: true, nameField: true, label: 'Account Name' }),
      createPicklist('Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Technology Partner', 'Other'], {
        label: 'Account Type',
      }),
      createReference('ParentId', 'Account', { childName: 'ChildAccounts', label: 'Parent Account ID' }),
      ...createAddress('Billing'),
      ...createAddress('Shipping'),
      createField('Phone', 'phone', { label: 'Account Phone' }),
      createField('Fax', 'phone'),
      createField('AccountNumber', 'string', { length: 40 }),
      createField('Website', 'url'),
      createPicklist('Industry', industries),
      createField('AnnualRevenue', 'currency'),
      createField('NumberOfEmployees', 'int', { label: 'Employees' }),
      createField('Description', 'textarea'),
      createPicklist('Rating', ratings),
      createPicklist('AccountSource', sources),
      createField('External_Id__c', 'string', { length: 40, externalId: true, unique: true }),
      createPicklist('Support_Tier__c', ['Bronze', 'Silver', 'Gold'], { restricted: true }),
      createField('Renewal_Date__c', 'date'),
    ]),
    createObject({ name: 'Contact', prefix: '003' }, [
      createReference('AccountId', 'Account', { childName: 'Contacts', cascade: true }),
      ...personName,
      ...createAddress('Other'),
      ...createAddress('Mailing'),
      createField('Phone', 'phone', { label: 'Business Phone' }),
      createField('MobilePhone', 'phone'),
      createField('HomePhone', 'phone'),
      createReference('ReportsToId', 'Contact'),
      createField('Email', 'email'),
      createField('Title', 'string', { length: 128 }),
      createField('Department', 'string', { length: 80 }),
      createPicklist('LeadSource', sources),
      createField('Birthdate', 'date'),
      createField('Description', 'textarea', { label: 'Contact Description' }),
      createField('HasOptedOutOfEmail', 'boolean', { label: 'Email Opt Out' }),
      createField('External_Id__c', 'string', { length: 40, externalId: true, unique: true }),
      createPicklist('Level__c', ['Primary', 'Secondary', 'Tertiary'], { restricted: true }),
      createField('Languages__c', 'multipicklist', { values: ['English', 'German', 'Portuguese', 'Japanese'] }),
      createField('Score__c', 'double'),
    ]),
    createObject({ name: 'Lead', prefix: '00Q' }, [
      ...personName,
      createField('Title', 'string', { length: 128 }),
      createField('Company', 'string', { required: true }),
      ...createAddress(''),
      createField('Phone', 'phone'),
      createField('MobilePhone', 'phone'),
      createField('Email', 'email'),
      createField('Website', 'url'),
      createField('Description', 'textarea'),
      createPicklist('LeadSource', sources),
      createPicklist('Status', ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'], {
        default: 'Open - Not Contacted',
        label: 'Status',
      }),
      createPicklist('Industry', industries),
      createPicklist('Rating', ratings),
      createField('AnnualRevenue', 'currency'),
      createField('NumberOfEmployees', 'int', { label: 'Employees' }),
      createField('IsConverted', 'boolean', { ...readOnly, label: 'Converted' }),
      createField('External_Id__c', 'string', { length: 40, externalId: true, unique: true }),
    ]),
    createObject({ name: 'Opportunity', prefix: '006', labelPlural: 'Opportunities' }, [
      createReference('AccountId', 'Account', { childName: 'Opportunities', cascade: true }),
      createField('Name', 'string', { length: 120, required: true, nameField: true }),
      createField('Description', 'textarea'),
      createPicklist('StageName', Object.keys(stages), { required: true, label: 'Stage' }),
      createField('Amount', 'currency'),
      createField('Probability', 'percent', { label: 'Probability (%)' }),
      createField('ExpectedRevenue', 'currency', readOnly),
      createField('CloseDate', 'date', { required: true }),
      createPicklist('Type', ['Existing Customer - Upgrade', 'Existing Customer - Replacement', 'New Customer'], {
        label: 'Opportunity Type',
      }),
      createField('NextStep', 'string'),
      createPicklist('LeadSource', sources),
      createField('IsClosed', 'boolean', { ...readOnly, label: 'Closed' }),
      createField('IsWon', 'boolean', { ...readOnly, label: 'Won' }),
      createPicklist('ForecastCategoryName', ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'], { label: 'Forecast Category' }),
      createReference('CampaignId', 'Campaign', { childName: 'Opportunities' }),
      createReference('ContactId', 'Contact'),
      createField('External_Id__c', 'string', { length: 40, externalId: true, unique: true }),
    ]),
    createObject({ name: 'Campaign', prefix: '701' }, [
      createField('Name', 'string', { length: 80, required: true, nameField: true }),
      createReference('ParentId', 'Campaign', { childName: 'ChildCampaigns' }),
      createPicklist('Type', ['Conference', 'Webinar', 'Trade Show', 'Email', 'Advertisement', 'Other']),
      createPicklist('Status', ['Planned', 'In Progress', 'Completed', 'Aborted'], { default: 'Planned' }),
      createField('StartDate', 'date'),
      createField('EndDate', 'date'),
      createField('BudgetedCost', 'currency'),
      createField('ActualCost', 'currency'),
      createField('IsActive', 'boolean', { label: 'Active' }),
      createField('Description', 'textarea'),
    ]),
    createObject({ name: 'Product2', prefix: '01t', label: 'Product', ownerless: true }, [
      createField('Name', 'string', { required: true, nameField: true, label: 'Product Name' }),
      createField('ProductCode', 'string'),
      createField('Description', 'textarea', { length: 4_000 }),
      createField('IsActive', 'boolean', { label: 'Active' }),
      createPicklist('Family', ['Hardware', 'Software', 'Services']),
    ]),
    createObject({ name: 'Invoice__c', prefix: 'a00' }, [
      createField('Name', 'string', { length: 80, nameField: true, label: 'Invoice Name' }),
      createReference('Account__c', 'Account', { childName: 'Invoices__r', required: true, cascade: true }),
      createField('Amount__c', 'currency'),
      createPicklist('Status__c', ['Draft', 'Sent', 'Paid'], { restricted: true, default: 'Draft' }),
      createField('Due__c', 'date'),
      createField('Number__c', 'string', { length: 20, externalId: true, unique: true }),
    ]),
  ]
}
