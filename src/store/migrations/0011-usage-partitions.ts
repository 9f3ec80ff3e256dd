/** Usage by weeks, so that what is old goes by the table; found by its request id; and under which common resource a call was made. */
import type { Migration } from '../migration.ts'

export const usagePartitions: Migration = {
  version: 11,
  name: 'usage-partitions',
  compatibleBackTo: 1,
  sql: `
-- The table so far becomes the partition that takes what no other is there for: only rows of this week are copied. src/retention/ sorts the rest into weeks.
ALTER TABLE usage RENAME TO usage_rest;
ALTER INDEX usage_organization_date RENAME TO usage_rest_organization_date;
ALTER TABLE usage_rest ADD COLUMN vdr text;
CREATE INDEX usage_rest_traffic ON usage_rest (traffic_id);
CREATE TABLE usage (LIKE usage_rest) PARTITION BY RANGE (traffic_date);
CREATE INDEX usage_organization_date ON usage (organization_id, traffic_date DESC);
CREATE INDEX usage_traffic ON usage (traffic_id);
DO $$
DECLARE first timestamptz;
BEGIN
  FOR first IN SELECT date_trunc('week', now(), 'UTC') + n * interval '7 days' FROM generate_series(0, 2) AS n LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF usage FOR VALUES FROM (%L) TO (%L)',
      'usage_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD'), first, first + interval '7 days');
  END LOOP;
  -- The record of changes has had its partition for the rest since it is there.
  IF NOT EXISTS (SELECT FROM audit_logs_rest) THEN
    FOR first IN SELECT date_trunc('month', now(), 'UTC') + n * interval '1 month' FROM generate_series(0, 2) AS n LOOP
      EXECUTE format('CREATE TABLE %I PARTITION OF audit_logs FOR VALUES FROM (%L) TO (%L)',
        'audit_logs_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD'), first, first + interval '1 month');
    END LOOP;
  END IF;
END $$;
WITH moved AS (DELETE FROM usage_rest WHERE traffic_date >= date_trunc('week', now(), 'UTC') RETURNING *) INSERT INTO usage SELECT * FROM moved;
ALTER TABLE usage ATTACH PARTITION usage_rest DEFAULT;
`,
}
