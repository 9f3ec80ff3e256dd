/** How much an organization uses an element. */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import type { ElementUsage } from './metadata.ts'

/** Counts the organization's instances of an element, the accounts that have one, and the calls that went through those instances. */
export async function countUsage(db: Kysely<Tables>, elementId: number, organizationId: number): Promise<ElementUsage> {
  const instances = db.selectFrom('instances').where('element_id', '=', elementId).where('organization_id', '=', organizationId)
  const row = await instances
    .select(({ fn }) => [fn.countAll<string>().as('instances'), fn.count<string>('account_id').distinct().as('accounts')])
    .executeTakeFirstOrThrow()
  const calls = await db
    .selectFrom('usage')
    .where('organization_id', '=', organizationId)
    .where('instance_id', 'in', instances.select('id'))
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return { instanceCount: Number(row.instances), customerCount: Number(row.accounts), traffic: Number(calls.count) }
}
