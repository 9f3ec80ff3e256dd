// Who is logged in, the tenant's business profile, and the models with their custom fields.
import { answerOk, type Call, type Handler, type Routes } from '../call.ts'
import type { RecordType } from '../tenant.ts'
import { optionalCompanyFields } from './company-fields.ts'
import { contactFields } from './contact-fields.ts'
import { readSlot } from './contact-filter.ts'

export const accountRoutes: Routes = {
  'GET /oauth/connect/userinfo': (call) => answerOk(describeUser(call)),
  'GET /businessProfile': (call) => answerOk(call.tenant.businessProfile),
  'GET /contacts/model': describeModel('CONTACT', contactFields),
  'GET /companies/model': describeModel('COMPANY', optionalCompanyFields),
  'GET /opportunities/model': describeModel('OPPORTUNITY', ['custom_fields', 'created_by', 'last_updated_by', 'status_id']),
  'GET /notes/model': describeModel('TASK_NOTE_APPOINTMENT', ['custom_fields']),
  'GET /tasks/model': describeModel('TASK_NOTE_APPOINTMENT', ['custom_fields']),
}

function describeUser({ user, tenant }: Call): Record<string, unknown> {
  return {
    email: readSlot(user, 'email_addresses', 'EMAIL1')?.['email'],
    sub: user['keap_id'],
    id: user.id,
    keap_id: user['keap_id'],
    family_name: user['family_name'],
    given_name: user['given_name'],
    preferred_name: user['given_name'],
    is_admin: user['admin'],
    tenant_id: tenant.id,
  }
}

function describeModel(type: RecordType, optional: readonly string[]): Handler {
  return ({ tenant }) =>
    answerOk({ custom_fields: tenant.customFields.filter((each) => each.record_type === type), optional_properties: optional })
}
