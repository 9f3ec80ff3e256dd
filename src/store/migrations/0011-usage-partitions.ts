/** Usage by weeks, so that what is old goes by the table; found by its request id; and under which common resource a call was made. */
import type { Migration } from '../migration.ts'

export const usagePartitions: Migration = {
  version: 11,
  name: 'usage-partitions',
  compatibleBackTo: 1,
  sql: `
-- Rows so far are not copied: their table becomes the partition that takes what no other is there for. src/retention/ sorts them into weeks.
ALTER TABLE usage RENAME TO usage_rest;
ALTER INDEX usage_organization_date RENAME TO usage_rest_organization_date;
ALTER TABLE usage_rest ADD COLUMN vdr text;
CREATE INDEX usage_rest_traffic ON usage_rest (traffic_id);
CREATE TABLE usage (LIKE usage_rest) PARTITION BY RANGE (traffic_date);
CREATE INDEX usage_organization_date ON usage (organization_id, traffic_date DESC);
CREATE INDEX usage_traffic ON usage (traffic_id);
ALTER TABLE usage ATTACH PARTITION usage_rest DEFAULT;
`,
}
