/** What is said of a common resource beside its fields belongs to the level that says it: accounts of one organization share a name, not their words. */
import type { Migration } from '../migration.ts'

export const whatLevelsSay: Migration = {
  version: 12,
  name: 'what-levels-say',
  compatibleBackTo: 12,
  sql: `
ALTER TABLE object_definitions
  ADD COLUMN description text,
  ADD COLUMN vdr_shared boolean,
  ADD COLUMN vdr_share_level text,
  ADD COLUMN account_id bigint,
  ADD COLUMN user_id bigint;

-- What was said of the whole was said by who made it: it goes to the organization's level, and to that of the maker's account and its instances.
UPDATE object_definitions AS definition SET
  description = resource.description,
  vdr_shared = nullif(resource.vdr_shared, false),
  vdr_share_level = resource.vdr_share_level,
  account_id = resource.account_id,
  user_id = resource.user_id
FROM common_resources AS resource
WHERE definition.common_resource_id = resource.id AND (
  definition.level IN ('system', 'organization')
  OR (definition.level = 'account' AND definition.associated_id = resource.account_id)
  OR (definition.level = 'instance' AND EXISTS (
    SELECT FROM instances WHERE instances.id = definition.associated_id AND instances.account_id = resource.account_id)));

ALTER TABLE common_resources DROP COLUMN description, DROP COLUMN vdr_shared, DROP COLUMN vdr_share_level;
`,
}
