// Deleting a contact takes its notes, tasks and opportunities along.
import type { TableName, Tenant } from '../tenant.ts'

const dependants: readonly TableName[] = ['notes', 'tasks', 'opportunities']

/** Removes a contact and the records that hang on it. */
export function removeContact(tenant: Tenant, id: string): void {
  tenant.tables.contacts.rows.delete(id)
  tenant.appliedTags.delete(id)
  for (const name of dependants) {
    const { rows } = tenant.tables[name]
    for (const row of rows.values()) if (row['contact_id'] === id) rows.delete(row.id)
  }
}
