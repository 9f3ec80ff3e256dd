/** What the vendor of the bench answers: contacts as the v2 API gives them, about 1 KB for one and 100 KB for a page. */

/** One contact with the slots that real ones have filled. `index` varies the text, not the size. */
export function createContact(index: number): Record<string, unknown> {
  const id = String(10_000 + index)
  return {
    id,
    given_name: `Given${id}`,
    family_name: `Family${id}`,
    job_title: 'Head of Procurement',
    website: 'https://www.example.com/people',
    contact_type: 'Customer',
    referral_code: 'ref-2026-autumn-fair',
    preferred_locale: 'en_US',
    spouse_name: 'Alexandra',
    email_addresses: [
      { email: `person${id}@example.com`, field: 'EMAIL1', email_opt_status: 'SINGLE_OPT_IN' },
      { email: `other${id}@example.org`, field: 'EMAIL2', email_opt_status: 'UNKNOWN' },
    ],
    phone_numbers: [{ number: '(602) 555-0100', extension: '12', type: 'Work', field: 'PHONE1' }],
    addresses: [
      { field: 'BILLING', line1: '100 First Street', locality: 'Chandler', region: 'Arizona', postal_code: '85224', country_code: 'USA' },
      { field: 'SHIPPING', line1: '200 Second Street', locality: 'Phoenix', region: 'Arizona', postal_code: '85001', country_code: 'USA' },
    ],
    company: { id: '77', company_name: 'Example Industries' },
    owner_id: '1',
    time_zone: 'America/Phoenix',
    create_time: '2026-01-15T10:30:00Z',
    update_time: '2026-11-01T08:15:00Z',
  }
}

/** The reply to GET one contact: close to 1 KB. */
export const oneContact = JSON.stringify(createContact(1))

/** How many contacts make a page of about 100 KB. */
export const pageSize = Math.round(100_000 / (oneContact.length + 1))

/** The reply to a list call: close to 100 KB. */
export const contactPage = JSON.stringify({
  contacts: Array.from({ length: pageSize }, (_, index) => createContact(index)),
  next_page_token: 'more',
})
