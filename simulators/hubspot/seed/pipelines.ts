// The pipelines every account begins with.
import type { Pipeline } from '../portal-data.ts'

const first = '1970-01-01T00:00:00Z'

function create(
  fields: { id: string; label: string; displayOrder?: number },
  stages: [id: string, label: string, metadata: Record<string, string>][],
): Pipeline {
  return {
    label: fields.label,
    displayOrder: fields.displayOrder ?? 0,
    id: fields.id,
    stages: stages.map(([id, label, metadata], displayOrder) => ({
      label,
      displayOrder,
      metadata: { ...metadata },
      id,
      createdAt: first,
      updatedAt: first,
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
      archived: false,
    })),
    createdAt: first,
    updatedAt: first,
    archived: false,
  }
}

function open(probability: string): Record<string, string> {
  return { isClosed: 'false', probability }
}

/** Pipelines by the name of their kind. */
export function createPipelines(): Record<string, Pipeline[]> {
  return {
    deals: [
      create({ id: 'default', label: 'Sales Pipeline' }, [
        ['appointmentscheduled', 'Appointment Scheduled', open('0.2')],
        ['qualifiedtobuy', 'Qualified To Buy', open('0.4')],
        ['presentationscheduled', 'Presentation Scheduled', open('0.6')],
        ['decisionmakerboughtin', 'Decision Maker Bought-In', open('0.8')],
        ['contractsent', 'Contract Sent', open('0.9')],
        ['closedwon', 'Closed Won', { isClosed: 'true', probability: '1.0' }],
        ['closedlost', 'Closed Lost', { isClosed: 'true', probability: '0.0' }],
      ]),
      create({ id: '71234501', label: 'Renewals', displayOrder: 1 }, [
        ['137000001', 'Due', open('0.5')],
        ['137000002', 'Renewed', { isClosed: 'true', probability: '1.0' }],
        ['137000003', 'Lapsed', { isClosed: 'true', probability: '0.0' }],
      ]),
    ],
    tickets: [
      create({ id: '0', label: 'Support Pipeline' }, [
        ['1', 'New', { ticketState: 'OPEN', isClosed: 'false' }],
        ['2', 'Waiting on contact', { ticketState: 'OPEN', isClosed: 'false' }],
        ['3', 'Waiting on us', { ticketState: 'OPEN', isClosed: 'false' }],
        ['4', 'Closed', { ticketState: 'CLOSED', isClosed: 'true' }],
      ]),
    ],
    leads: [
      create({ id: 'lead-pipeline-id', label: 'Lead pipeline' }, [
        ['new-stage-id', 'New', { leadState: 'NEW' }],
        ['attempting-stage-id', 'Attempting', { leadState: 'IN_PROGRESS' }],
        ['connected-stage-id', 'Connected', { leadState: 'IN_PROGRESS' }],
        ['qualified-stage-id', 'Qualified', { leadState: 'QUALIFIED' }],
        ['unqualified-stage-id', 'Disqualified', { leadState: 'UNQUALIFIED' }],
      ]),
    ],
  }
}
