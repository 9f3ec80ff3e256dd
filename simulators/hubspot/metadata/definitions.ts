// The properties every account has, kind by kind: a working selection of the vendor's several hundred.
import { type Property, parseProperties } from './property.ts'

const lists = {
  lifecycle: [
    'subscriber=Subscriber',
    'lead=Lead',
    'marketingqualifiedlead=Marketing Qualified Lead',
    'salesqualifiedlead=Sales Qualified Lead',
    'opportunity=Opportunity',
    'customer=Customer',
    'evangelist=Evangelist',
    'other=Other',
  ],
  leadStatus: [
    'NEW=New',
    'OPEN=Open',
    'IN_PROGRESS=In Progress',
    'OPEN_DEAL=Open Deal',
    'UNQUALIFIED=Unqualified',
    'ATTEMPTED_TO_CONTACT=Attempted to Contact',
    'CONNECTED=Connected',
    'BAD_TIMING=Bad Timing',
  ],
  industry: ['ACCOUNTING=Accounting', 'COMPUTER_SOFTWARE=Computer Software', 'CONSTRUCTION=Construction', 'RETAIL=Retail', 'SPORTS=Sports'],
  companyType: ['PROSPECT=Prospect', 'PARTNER=Partner', 'RESELLER=Reseller', 'VENDOR=Vendor', 'OTHER=Other'],
  dealType: ['newbusiness=New Business', 'existingbusiness=Existing Business'],
  priority: ['low=Low', 'medium=Medium', 'high=High'],
  leadLabel: ['HOT=Hot', 'WARM=Warm', 'COLD=Cold'],
  leadType: ['NEW_BUSINESS=New Business', 'UPSELL=Upsell', 'RE_ATTEMPTING=Re-attempting'],
  taskStatus: ['NOT_STARTED=Not started', 'IN_PROGRESS=In progress', 'WAITING=Waiting', 'COMPLETED=Completed', 'DEFERRED=Deferred'],
  taskPriority: ['NONE=None', 'LOW=Low', 'MEDIUM=Medium', 'HIGH=High'],
  taskType: ['TODO=To-do', 'EMAIL=Email', 'CALL=Call'],
  ticketPriority: ['LOW=Low', 'MEDIUM=Medium', 'HIGH=High', 'URGENT=Urgent'],
  ticketCategory: [
    'PRODUCT_ISSUE=Product Issue',
    'BILLING_ISSUE=Billing Issue',
    'FEATURE_REQUEST=Feature Request',
    'GENERAL_INQUIRY=General Inquiry',
  ],
  callStatus: ['COMPLETED=Completed', 'BUSY=Busy', 'NO_ANSWER=No answer', 'FAILED=Failed', 'QUEUED=Queued'],
  direction: ['INBOUND=Inbound', 'OUTBOUND=Outbound'],
  emailDirection: ['EMAIL=Email', 'INCOMING_EMAIL=Incoming Email', 'FORWARDED_EMAIL=Forwarded Email'],
  emailStatus: ['SENT=Sent', 'SENDING=Sending', 'SCHEDULED=Scheduled', 'BOUNCED=Bounced', 'FAILED=Failed'],
  outcome: ['SCHEDULED=Scheduled', 'COMPLETED=Completed', 'RESCHEDULED=Rescheduled', 'NO_SHOW=No show', 'CANCELED=Canceled'],
  marketable: ['true=Marketing contact', 'false=Non-marketing contact'],
  productType: ['inventory=Inventory', 'non_inventory=Non-Inventory', 'service=Service'],
}

function parse(group: string, lines: string): Property[] {
  return parseProperties(group, lines, lists)
}

const common = `
hs_object_id | Record ID | number | readonly
hs_object_source | Record creation source | string | hidden readonly
hs_object_source_label | Record source | string | readonly
hs_object_source_id | Record creation source ID | string | hidden readonly
hs_created_by_user_id | Created by user ID | number | readonly
hs_updated_by_user_id | Updated by user ID | number | readonly
hubspot_owner_id | Owner | enumeration | owner
hs_pinned_engagement_id | Pinned Engagement ID | number | hidden`

const contacts = parse(
  'contactinformation',
  `
email | Email | string
firstname | First Name | string
lastname | Last Name | string
phone | Phone Number | string/phonenumber
mobilephone | Mobile Phone Number | string/phonenumber
fax | Fax Number | string
company | Company Name | string
jobtitle | Job Title | string
website | Website URL | string
address | Street Address | string
city | City | string
state | State/Region | string
zip | Postal Code | string
country | Country/Region | string
message | Message | string/textarea
salutation | Salutation | string
date_of_birth | Date of birth | string
numemployees | Number of Employees | string
annualrevenue | Annual Revenue | string
lifecyclestage | Lifecycle Stage | enumeration/radio | options:lifecycle
hs_lead_status | Lead Status | enumeration/radio | options:leadStatus
hs_language | Preferred language | string
hs_additional_emails | Additional email addresses | string | readonly
hs_email_domain | Email Domain | string | calculated
hs_full_name_or_email | Full name or email | string | calculated
hs_marketable_status | Marketing contact status | enumeration | readonly options:marketable
hs_marketable_until_renewal | Marketing contact until next update | string | readonly
associatedcompanyid | Primary Associated Company ID | number
createdate | Create Date | datetime | readonly
lastmodifieddate | Last Modified Date | datetime | readonly
hs_latest_source | Latest Traffic Source | string | readonly
notes_last_updated | Last Activity Date | datetime | readonly${common}`,
)

const companies = parse(
  'companyinformation',
  `
name | Company name | string
domain | Company Domain Name | string
website | Website URL | string
phone | Phone Number | string/phonenumber
industry | Industry | enumeration | options:industry
type | Type | enumeration/radio | options:companyType
description | Description | string/textarea
address | Street Address | string
address2 | Street Address 2 | string
city | City | string
state | State/Region | string
zip | Postal Code | string
country | Country/Region | string
numberofemployees | Number of Employees | number
annualrevenue | Annual Revenue | number
lifecyclestage | Lifecycle Stage | enumeration/radio | options:lifecycle
hs_lead_status | Lead Status | enumeration/radio | options:leadStatus
founded_year | Year Founded | string
is_public | Is Public | bool
linkedin_company_page | LinkedIn Company Page | string
timezone | Time Zone | string
createdate | Create Date | datetime | readonly
hs_lastmodifieddate | Last Modified Date | datetime | readonly
num_associated_contacts | Number of Associated Contacts | number | calculated
num_associated_deals | Number of Associated Deals | number | calculated${common}`,
)

const deals = parse(
  'dealinformation',
  `
dealname | Deal Name | string
amount | Amount | number
closedate | Close Date | datetime
pipeline | Pipeline | enumeration | external
dealstage | Deal Stage | enumeration/radio | external
dealtype | Deal Type | enumeration/radio | options:dealType
description | Deal Description | string/textarea
hs_priority | Priority | enumeration | options:priority
hs_deal_stage_probability | Deal probability | number | calculated
hs_is_closed | Is Deal Closed? | bool | calculated
hs_is_closed_won | Is Closed Won | bool | calculated
hs_next_step | Next step | string
deal_currency_code | Currency | string
closed_lost_reason | Closed Lost Reason | string/textarea
createdate | Create Date | datetime
hs_lastmodifieddate | Last Modified Date | datetime | readonly${common}`,
)

const leads = parse(
  'leadinformation',
  `
hs_lead_name | Lead name | string
hs_lead_type | Lead type | enumeration | options:leadType
hs_lead_label | Lead label | enumeration | options:leadLabel
hs_pipeline | Lead pipeline | enumeration | external
hs_pipeline_stage | Lead pipeline stage | enumeration | external
hs_lead_is_disqualified | Is disqualified | bool | calculated
hs_createdate | Object create date/time | datetime | readonly
createdate | Create date | datetime | readonly
hs_lastmodifieddate | Object last modified date/time | datetime | readonly${common}`,
)

const tickets = parse(
  'ticketinformation',
  `
subject | Ticket name | string
content | Ticket description | string/textarea
hs_pipeline | Pipeline | enumeration | external
hs_pipeline_stage | Ticket status | enumeration | external
hs_ticket_category | Category | enumeration/checkbox | options:ticketCategory
hs_ticket_priority | Priority | enumeration | options:ticketPriority
hs_ticket_id | Ticket ID | number | readonly
createdate | Create date | datetime | readonly
closed_date | Close date | datetime | readonly
hs_lastmodifieddate | Last modified date | datetime | readonly${common}`,
)

const products = parse(
  'productinformation',
  `
name | Name | string
description | Product description | string/textarea
price | Unit price | number
hs_sku | SKU | string
hs_cost_of_goods_sold | Unit cost | number
hs_product_type | Product Type | enumeration | options:productType
hs_recurring_billing_period | Term | string
recurringbillingfrequency | Billing frequency | string
hs_url | URL | string
createdate | Create Date | datetime | readonly
hs_lastmodifieddate | Last Modified Date | datetime | readonly${common}`,
)

const lineItems = parse(
  'lineiteminformation',
  `
name | Name | string
quantity | Quantity | number
price | Unit price | number
amount | Net price | number | calculated
hs_product_id | Product ID | number
hs_sku | SKU | string
createdate | Create Date | datetime | readonly
hs_lastmodifieddate | Last Modified Date | datetime | readonly${common}`,
)

const engagement = `
hs_timestamp | Activity date | datetime
hs_createdate | Create date | datetime | readonly
hs_lastmodifieddate | Last modified date | datetime | readonly
hs_body_preview | Body preview | string | readonly
hs_attachment_ids | Attached file IDs | enumeration/checkbox | external${common}`

const notes = parse('engagement', `\nhs_note_body | Note body | string/html${engagement}`)

const tasks = parse(
  'task',
  `
hs_task_subject | Task Title | string
hs_task_body | Task Notes | string/html
hs_task_status | Task Status | enumeration/radio | options:taskStatus
hs_task_priority | Priority | enumeration | options:taskPriority
hs_task_type | Task Type | enumeration | options:taskType
hs_task_completion_date | Completed at | datetime | readonly
hs_task_is_completed | Is completed | bool | calculated
hs_task_reminders | Reminders | string${engagement}`,
)

const calls = parse(
  'call',
  `
hs_call_title | Call Title | string
hs_call_body | Call notes | string/html
hs_call_duration | Call duration | number
hs_call_status | Call Status | enumeration/radio | options:callStatus
hs_call_direction | Call direction | enumeration | options:direction
hs_call_from_number | From Number | string
hs_call_to_number | To Number | string
hs_call_disposition | Call outcome | string${engagement}`,
)

const emails = parse(
  'email',
  `
hs_email_subject | Email subject | string
hs_email_text | Text body | string/textarea
hs_email_html | Email body | string/html
hs_email_direction | Email Direction | enumeration/radio | options:emailDirection
hs_email_status | Email send status | enumeration/radio | options:emailStatus
hs_email_headers | Email headers | string
hs_email_from_email | From Address | string | readonly
hs_email_to_email | To Address | string | readonly${engagement}`,
)

const meetings = parse(
  'meeting',
  `
hs_meeting_title | Meeting name | string
hs_meeting_body | Meeting description | string/html
hs_internal_meeting_notes | Internal meeting notes | string/html
hs_meeting_location | Meeting location | string
hs_meeting_external_url | External URL | string
hs_meeting_start_time | Meeting start time | datetime
hs_meeting_end_time | Meeting end time | datetime
hs_meeting_outcome | Meeting outcome | enumeration/radio | options:outcome${engagement}`,
)

/** Properties by the name of their kind. Every caller gets the same objects: copy before changing. */
export const builtInProperties: Readonly<Record<string, readonly Property[]>> = {
  contacts,
  companies,
  deals,
  leads,
  tickets,
  products,
  line_items: lineItems,
  notes,
  tasks,
  calls,
  emails,
  meetings,
}

/** What a kind defined by an account begins with. */
export const customObjectProperties: readonly Property[] = parse(
  'object_information',
  `
hs_createdate | Object create date/time | datetime | readonly
hs_lastmodifieddate | Object last modified date/time | datetime | readonly${common}`,
)
