// The modules of selling: deals with their pipeline, campaigns, products, cases.
import { field, fields, lookup, type ModuleDefinition, picklist, systemFields } from './module.ts'
import { leadSources } from './people.ts'

/** Stages of the one pipeline, in order: how likely a deal is won there, and what kind of stage it is. */
export const stages = [
  { name: 'Qualification', probability: 10, kind: 'Open' },
  { name: 'Needs Analysis', probability: 20, kind: 'Open' },
  { name: 'Value Proposition', probability: 40, kind: 'Open' },
  { name: 'Identify Decision Makers', probability: 60, kind: 'Open' },
  { name: 'Proposal/Price Quote', probability: 75, kind: 'Open' },
  { name: 'Negotiation/Review', probability: 90, kind: 'Open' },
  { name: 'Closed Won', probability: 100, kind: 'Closed Won' },
  { name: 'Closed Lost', probability: 0, kind: 'Closed Lost' },
  { name: 'Closed Lost to Competition', probability: 0, kind: 'Closed Lost' },
] as const

export const pipelineName = 'Standard (Standard)'

export const deals: ModuleDefinition = {
  apiName: 'Deals',
  singular: 'Deal',
  plural: 'Deals',
  nameField: 'Deal_Name',
  duplicateField: 'Deal_Name',
  fields: [
    ...systemFields('Deal'),
    field('text', 'Deal_Name', { length: 120, mandatory: true }),
    picklist(
      'Stage',
      stages.map((each) => each.name),
      { mandatory: true },
    ),
    picklist('Pipeline', [pipelineName]),
    lookup('Account_Name', 'Accounts'),
    lookup('Contact_Name', 'Contacts'),
    lookup('Campaign_Source', 'Campaigns'),
    field('currency', 'Amount'),
    field('integer', 'Probability', { label: 'Probability (%)' }),
    field('currency', 'Expected_Revenue', { readOnly: true }),
    field('date', 'Closing_Date'),
    picklist('Type', ['Existing Business', 'New Business']),
    picklist('Lead_Source', leadSources),
    field('text', 'Next_Step', { length: 100 }),
    field('textarea', 'Description'),
    field('text', 'Contract_Number', { length: 40, custom: true }),
  ],
}

export const campaigns: ModuleDefinition = {
  apiName: 'Campaigns',
  singular: 'Campaign',
  plural: 'Campaigns',
  nameField: 'Campaign_Name',
  duplicateField: 'Campaign_Name',
  fields: [
    ...systemFields('Campaign'),
    field('text', 'Campaign_Name', { length: 100, mandatory: true }),
    picklist('Type', ['Advertisement', 'Banner Ads', 'Conference', 'Email', 'Trade Show', 'Webinar']),
    picklist('Status', ['Planning', 'Active', 'Inactive', 'Complete']),
    ...fields('date', 'Start_Date', 'End_Date'),
    ...fields('currency', 'Budgeted_Cost', 'Actual_Cost', 'Expected_Revenue'),
    ...fields('bigint', 'Num_sent', 'Expected_Response'),
    field('textarea', 'Description'),
  ],
}

export const products: ModuleDefinition = {
  apiName: 'Products',
  singular: 'Product',
  plural: 'Products',
  nameField: 'Product_Name',
  duplicateField: 'Product_Name',
  fields: [
    ...systemFields('Product'),
    field('text', 'Product_Name', { length: 200, mandatory: true }),
    field('text', 'Product_Code', { length: 40 }),
    field('boolean', 'Product_Active'),
    picklist('Manufacturer', ['AltvetPet Inc.', 'LexPon Inc.', 'MetBeat Corp.']),
    picklist('Product_Category', ['Hardware', 'Software', 'CRM Applications']),
    field('currency', 'Unit_Price'),
    field('double', 'Qty_in_Stock'),
    picklist('Usage_Unit', ['Box', 'Carton', 'Dozen', 'Each', 'Hours']),
    field('boolean', 'Taxable'),
    ...fields('date', 'Sales_Start_Date', 'Sales_End_Date'),
    field('textarea', 'Description'),
  ],
}

export const cases: ModuleDefinition = {
  apiName: 'Cases',
  singular: 'Case',
  plural: 'Cases',
  nameField: 'Subject',
  duplicateField: 'Subject',
  fields: [
    ...systemFields('Case'),
    field('text', 'Case_Number', { length: 120, readOnly: true }),
    field('text', 'Subject', { length: 300, mandatory: true }),
    picklist('Status', ['New', 'On Hold', 'Escalated', 'Closed'], { mandatory: true }),
    picklist('Case_Origin', ['Email', 'Phone', 'Web', 'Twitter', 'Facebook'], { mandatory: true }),
    picklist('Case_Reason', ['Complex functionality', 'Existing problem', 'Instructions not clear', 'New problem']),
    picklist('Priority', ['High', 'Medium', 'Low']),
    picklist('Type', ['Problem', 'Feature Request', 'Question']),
    lookup('Account_Name', 'Accounts'),
    lookup('Related_To', 'Contacts'),
    lookup('Product_Name', 'Products'),
    field('email', 'Email'),
    field('phone', 'Phone'),
    ...fields('textarea', 'Description', 'Solution'),
  ],
}
