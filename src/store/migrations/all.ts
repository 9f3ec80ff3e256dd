/** Every migration in order. A new one is a new file and one more line here; a published one never changes. */
import type { Migration } from '../migration.ts'
import { firstTables } from './0001-first-tables.ts'
import { elements } from './0002-elements.ts'
import { authentication } from './0003-authentication.ts'
import { hubs } from './0004-hubs.ts'
import { quotas } from './0005-quotas.ts'
import { audit } from './0006-audit.ts'
import { tenants } from './0007-tenants.ts'
import { login } from './0008-login.ts'
import { commonResources } from './0009-common-resources.ts'
import { snippets } from './0010-snippets.ts'
import { usagePartitions } from './0011-usage-partitions.ts'
import { whatLevelsSay } from './0012-what-levels-say.ts'

export const migrations: readonly Migration[] = [
  firstTables,
  elements,
  authentication,
  hubs,
  quotas,
  audit,
  tenants,
  login,
  commonResources,
  snippets,
  usagePartitions,
  whatLevelsSay,
]
