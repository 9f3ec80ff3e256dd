// The modules of people and companies.
import { field, fields, lookup, type ModuleDefinition, picklist, systemFields } from './module.ts'

export const leadSources = ['Advertisement', 'Cold Call', 'Employee Referral', 'Partner', 'Trade Show', 'Web Download', 'Chat'] as const
export const industries = [
  'Communications',
  'Education',
  'Manufacturing',
  'Non-management ISV',
  'Retail',
  'Small/Medium Enterprise',
] as const
export const leadStatuses = [
  'Attempted to Contact',
  'Contact in Future',
  'Contacted',
  'Junk Lead',
  'Not Contacted',
  'Pre-Qualified',
] as const
export const languages = ['English', 'French', 'German', 'Korean', 'Spanish'] as const
const salutations = ['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Prof.']

const custom = { custom: true } as const

export const leads: ModuleDefinition = {
  apiName: 'Leads',
  singular: 'Lead',
  plural: 'Leads',
  nameField: 'Full_Name',
  duplicateField: 'Email',
  fields: [
    ...systemFields('Lead'),
    field('text', 'Company', { length: 200 }),
    picklist('Salutation', salutations),
    field('text', 'First_Name', { length: 40 }),
    field('text', 'Last_Name', { length: 80, mandatory: true }),
    field('text', 'Full_Name', { length: 120, readOnly: true }),
    field('text', 'Designation', { length: 100, label: 'Title' }),
    ...fields('email', 'Email', 'Secondary_Email'),
    ...fields('phone', 'Phone', 'Mobile', 'Fax'),
    field('website', 'Website'),
    picklist('Lead_Source', leadSources),
    picklist('Lead_Status', leadStatuses),
    picklist('Industry', industries),
    field('integer', 'No_of_Employees', { label: 'No. of Employees' }),
    field('currency', 'Annual_Revenue'),
    picklist('Rating', ['Acquired', 'Active', 'Market Failed', 'Project Cancelled', 'Shut Down']),
    field('boolean', 'Email_Opt_Out'),
    ...fields('text', 'Street', 'City', 'State', 'Zip_Code', 'Country'),
    field('textarea', 'Description'),
    field('multiselectpicklist', 'Spoken_Languages', { options: languages, ...custom }),
    field('percent', 'Fit', { label: 'Fit (%)', ...custom }),
  ],
}

export const accounts: ModuleDefinition = {
  apiName: 'Accounts',
  singular: 'Account',
  plural: 'Accounts',
  nameField: 'Account_Name',
  duplicateField: 'Account_Name',
  fields: [
    ...systemFields('Account'),
    field('text', 'Account_Name', { length: 200, mandatory: true }),
    lookup('Parent_Account', 'Accounts'),
    field('text', 'Account_Number', { length: 40 }),
    picklist('Account_Type', ['Analyst', 'Competitor', 'Customer', 'Partner', 'Prospect', 'Vendor']),
    picklist('Industry', industries),
    field('integer', 'Employees'),
    field('currency', 'Annual_Revenue'),
    picklist('Rating', ['Acquired', 'Active', 'Market Failed', 'Project Cancelled', 'Shut Down']),
    ...fields('phone', 'Phone', 'Fax'),
    field('website', 'Website'),
    ...fields('text', 'Billing_Street', 'Billing_City', 'Billing_State', 'Billing_Code', 'Billing_Country'),
    ...fields('text', 'Shipping_Street', 'Shipping_City', 'Shipping_State', 'Shipping_Code', 'Shipping_Country'),
    field('textarea', 'Description'),
    field('text', 'External_Code', { length: 40, unique: true, ...custom }),
    field('date', 'Renewal_Date', custom),
  ],
}

export const contacts: ModuleDefinition = {
  apiName: 'Contacts',
  singular: 'Contact',
  plural: 'Contacts',
  nameField: 'Full_Name',
  duplicateField: 'Email',
  fields: [
    ...systemFields('Contact'),
    picklist('Salutation', salutations),
    field('text', 'First_Name', { length: 40 }),
    field('text', 'Last_Name', { length: 80, mandatory: true }),
    field('text', 'Full_Name', { length: 120, readOnly: true }),
    lookup('Account_Name', 'Accounts'),
    lookup('Reporting_To', 'Contacts'),
    field('text', 'Title', { length: 100 }),
    field('text', 'Department', { length: 30 }),
    ...fields('email', 'Email', 'Secondary_Email'),
    ...fields('phone', 'Phone', 'Mobile', 'Home_Phone', 'Other_Phone', 'Fax', 'Asst_Phone'),
    field('text', 'Assistant', { length: 50 }),
    field('date', 'Date_of_Birth'),
    picklist('Lead_Source', leadSources),
    field('boolean', 'Email_Opt_Out'),
    ...fields('text', 'Mailing_Street', 'Mailing_City', 'Mailing_State', 'Mailing_Zip', 'Mailing_Country'),
    ...fields('text', 'Other_Street', 'Other_City', 'Other_State', 'Other_Zip', 'Other_Country'),
    field('textarea', 'Description'),
    field('text', 'External_Code', { length: 40, unique: true, ...custom }),
    picklist('Loyalty', ['Gold', 'Silver', 'Bronze'], custom),
    field('multiselectpicklist', 'Spoken_Languages', { options: languages, ...custom }),
    field('boolean', 'Newsletter', custom),
    field('double', 'Score', custom),
    field('datetime', 'Last_Visit', custom),
  ],
}
