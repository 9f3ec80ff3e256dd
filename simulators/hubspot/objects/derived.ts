// Properties the vendor works out by itself when others change.
import type { Portal } from '../portal.ts'
import type { ObjectType } from './object-types.ts'

/** The derived values of a record that has these properties. */
export function deriveValues(portal: Portal, type: ObjectType, properties: Record<string, string>): Record<string, string> {
  return derivations[type.name]?.(properties, portal) ?? {}
}

const derivations: Record<string, (properties: Record<string, string>, portal: Portal) => Record<string, string>> = {
  contacts: (properties) => {
    const name = [properties['firstname'], properties['lastname']].filter(Boolean).join(' ')
    const email = properties['email'] ?? ''
    return { hs_full_name_or_email: name || email, ...(email ? { hs_email_domain: email.slice(email.indexOf('@') + 1) } : {}) }
  },
  companies: ({ domain, website = '' }) => {
    const host = /^(?:https?:\/\/)?(?:www\.)?([^/:]+)/.exec(website)?.[1]
    return { ...(host && !domain ? { domain: host } : {}), ...(domain && !website ? { website: domain } : {}) }
  },
  deals: (properties, portal) => {
    const stage = findStage(portal, 'deals', properties['dealstage'])
    if (!stage) return {}
    const probability = stage.metadata['probability'] ?? '0.0'
    const isClosed = stage.metadata['isClosed'] === 'true'
    return {
      hs_deal_stage_probability: probability,
      hs_is_closed: String(isClosed),
      hs_is_closed_won: String(isClosed && Number(probability) === 1),
    }
  },
  leads: (properties, portal) => ({
    hs_lead_is_disqualified: String(findStage(portal, 'leads', properties['hs_pipeline_stage'])?.metadata['leadState'] === 'UNQUALIFIED'),
  }),
  tickets: (properties) => ({ hs_ticket_id: properties['hs_object_id'] ?? '' }),
  tasks: (properties) => ({
    hs_task_is_completed: String(properties['hs_task_status'] === 'COMPLETED'),
    ...preview(properties['hs_task_body']),
  }),
  notes: (properties) => preview(properties['hs_note_body']),
  calls: (properties) => preview(properties['hs_call_body']),
  emails: (properties) => preview(properties['hs_email_text']),
  meetings: (properties) => preview(properties['hs_meeting_body']),
  line_items: ({ quantity = '1', price }) => (price === undefined ? {} : { amount: String(Number(quantity) * Number(price)) }),
}

function findStage(portal: Portal, kind: string, id: string | undefined): { metadata: Record<string, string> } | undefined {
  return portal.pipelines[kind]?.flatMap((each) => each.stages).find((stage) => stage.id === id)
}

function preview(html: string | undefined): Record<string, string> {
  return html === undefined ? {} : { hs_body_preview: html.replace(/<[^>]*>/g, '').slice(0, 100) }
}
