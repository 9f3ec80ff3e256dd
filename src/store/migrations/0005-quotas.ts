/** How the quotas of vendors stand, for all processes. */
import type { Migration } from '../migration.ts'

export const quotas: Migration = {
  version: 5,
  name: 'quotas',
  compatibleBackTo: 1,
  // Room in each page, so that the many changes of a row stay in it.
  sql: `
CREATE TABLE quota_ledgers (
  key text PRIMARY KEY,
  quota text NOT NULL,
  ledger json NOT NULL,
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
`,
}
