// The properties of a v2 company, and those a list leaves out unless asked.

export const optionalCompanyFields = [
  'notes',
  'fax_number',
  'address',
  'email_address',
  'phone_number',
  'update_time',
  'create_time',
  'custom_fields',
] as const satisfies readonly string[]

export const companyFields = [
  ...optionalCompanyFields,
  'id',
  'company_name',
  'website',
  'anniversary_date',
  'assistant_name',
  'assistant_phone',
  'billing_information',
  'birth_date',
  'contact_type',
  'first_name',
  'job_title',
  'last_name',
  'middle_name',
  'preferred_name',
  'owner_id',
  'referral_code',
  'spouse_name',
  'suffix',
  'title',
  'account_id',
  'created_by',
  'groups',
  'last_updated_by',
] as const satisfies readonly string[]
