// The modules of things to do and things written down. `What_Id` points into the module that `$se_module` names.
import { field, lookup, type ModuleDefinition, picklist, systemFields } from './module.ts'

const related = [lookup('Who_Id', 'Contacts', { label: 'Contact Name' }), lookup('What_Id', 'se_module', { label: 'Related To' })]

export const tasks: ModuleDefinition = {
  apiName: 'Tasks',
  singular: 'Task',
  plural: 'Tasks',
  nameField: 'Subject',
  fields: [
    ...systemFields('Task'),
    field('text', 'Subject', { length: 300, mandatory: true }),
    field('date', 'Due_Date'),
    picklist('Status', ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input']),
    picklist('Priority', ['High', 'Highest', 'Low', 'Lowest', 'Normal']),
    ...related,
    field('datetime', 'Closed_Time', { readOnly: true }),
    field('boolean', 'Send_Notification_Email'),
    field('textarea', 'Description'),
  ],
}

export const events: ModuleDefinition = {
  apiName: 'Events',
  singular: 'Meeting',
  plural: 'Meetings',
  nameField: 'Event_Title',
  fields: [
    ...systemFields('Host'),
    field('text', 'Event_Title', { length: 300, mandatory: true }),
    field('datetime', 'Start_DateTime', { mandatory: true }),
    field('datetime', 'End_DateTime', { mandatory: true }),
    field('boolean', 'All_day'),
    field('text', 'Venue', { length: 255 }),
    ...related,
    field('textarea', 'Description'),
  ],
}

export const calls: ModuleDefinition = {
  apiName: 'Calls',
  singular: 'Call',
  plural: 'Calls',
  nameField: 'Subject',
  fields: [
    ...systemFields('Call'),
    field('text', 'Subject', { length: 300, mandatory: true }),
    picklist('Call_Type', ['Outbound', 'Inbound', 'Missed'], { mandatory: true }),
    field('datetime', 'Call_Start_Time', { mandatory: true }),
    field('text', 'Call_Duration', { length: 40, mandatory: true }),
    picklist('Call_Purpose', ['-None-', 'Administrative', 'Demo', 'Negotiation', 'Project', 'Prospecting']),
    field('text', 'Call_Result', { length: 120 }),
    ...related,
    field('textarea', 'Description'),
  ],
}

export const notes: ModuleDefinition = {
  apiName: 'Notes',
  singular: 'Note',
  plural: 'Notes',
  nameField: 'Note_Title',
  fields: [
    ...systemFields('Note').filter((each) => each.apiName !== 'Last_Activity_Time'),
    field('text', 'Note_Title', { length: 120 }),
    field('textarea', 'Note_Content', { mandatory: true }),
    lookup('Parent_Id', 'se_module', { mandatory: true }),
  ],
}
