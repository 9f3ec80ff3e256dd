// Mail threads and messages (v1), and the messages of a deal, person or organization.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { createV1Error } from '../errors.ts'
import { answerV1Page } from '../list/page-v1.ts'
import { listRows, type Row, type TableName } from '../tenant.ts'

const reading = 'mail:read mail:full'
const folders = ['inbox', 'drafts', 'sent', 'archive']

export const mailOperations: Operations = {
  // Pages by `start` and `limit`, and says nothing about what follows.
  'GET /v1/mailbox/mailThreads': serve(20, reading, (call) => {
    const folder = call.query.get('folder') ?? 'inbox'
    if (!folders.includes(folder)) throw createV1Error(400, 'Bad request: invalid value for folder')
    const rows = listRows(call.tenant.tables.mailThreads).filter((row) => (row['folders'] as string[]).includes(folder))
    const { data } = answerV1Page(call, rows, (row) => row).body as { data: unknown }
    return answerData(data)
  }),
  'GET /v1/mailbox/mailThreads/{id}': serve(20, reading, (call) => answerData(findThread(call))),
  'DELETE /v1/mailbox/mailThreads/{id}': serve(6, 'mail:full', (call) => {
    const { id } = findThread(call)
    call.tenant.tables.mailThreads.rows.delete(id)
    for (const message of listMessages(call, id)) call.tenant.tables.mailMessages.rows.delete(message.id)
    return answerData({ id })
  }),
  'GET /v1/mailbox/mailThreads/{id}/mailMessages': serve(20, reading, (call) => answerData(listMessages(call, findThread(call).id))),
  'GET /v1/deals/{id}/mailMessages': serve(20, reading, (call) => answerMessagesOf(call, 'deals')),
  'GET /v1/persons/{id}/mailMessages': serve(20, reading, (call) => answerMessagesOf(call, 'persons')),
  'GET /v1/organizations/{id}/mailMessages': serve(20, reading, (call) => answerMessagesOf(call, 'organizations')),
}

function answerMessagesOf(call: Call, table: TableName) {
  const id = Number(call.params['id'])
  const { tables } = call.tenant
  if (!tables[table].rows.has(id)) throw createV1Error(404, 'Not found')
  const isOfPerson = (message: Row, test: (person: Row) => boolean) =>
    [...(message['from'] as Party[]), ...(message['to'] as Party[])].some((party) => {
      const person = tables.persons.rows.get(party.linked_person_id ?? 0)
      return person !== undefined && test(person)
    })
  const rows = listRows(tables.mailMessages).filter((message) => {
    if (table === 'deals') return tables.mailThreads.rows.get(message['mail_thread_id'] as number)?.['deal_id'] === id
    if (table === 'persons') return isOfPerson(message, (person) => person.id === id)
    return isOfPerson(message, (person) => person['org_id'] === id)
  })
  return answerV1Page(call, rows, (row) => ({
    object: 'mailMessage',
    timestamp: String(row['message_time']).slice(0, 19).replace('T', ' '),
    data: { ...row, item_type: 'mailMessage', company_id: call.tenant.companyId, external_deleted_flag: false },
  }))
}

interface Party {
  linked_person_id: number | null
}

function listMessages(call: Call, threadId: Row['id']): Row[] {
  return listRows(call.tenant.tables.mailMessages).filter((row) => row['mail_thread_id'] === threadId)
}

function findThread(call: Call): Row {
  const row = call.tenant.tables.mailThreads.rows.get(Number(call.params['id']))
  if (!row) throw createV1Error(404, 'Mail thread not found')
  return row
}
