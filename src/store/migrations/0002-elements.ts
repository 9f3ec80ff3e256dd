/** Elements of accounts: their own ones, what they added to the system's, and who else may use an own one. */
import type { Migration } from '../migration.ts'

export const elements: Migration = {
  version: 2,
  name: 'elements',
  compatibleBackTo: 1,
  sql: `
-- Ids of what accounts own are above those that element folders name and below those of element_ids.
CREATE SEQUENCE account_element_ids START WITH 100000 MAXVALUE 999999;

-- json, not jsonb: the order of members is part of a document.
CREATE TABLE elements (
  id bigint PRIMARY KEY DEFAULT nextval('account_element_ids'),
  organization_id bigint NOT NULL REFERENCES organizations ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  user_id bigint NOT NULL,
  key text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  document json NOT NULL,
  outline json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (account_id, key)
);
ALTER SEQUENCE account_element_ids OWNED BY elements.id;

-- element_id names an element of the system, which is no row.
CREATE TABLE element_extensions (
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  element_id bigint NOT NULL,
  version integer NOT NULL DEFAULT 1,
  document json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, element_id)
);

CREATE TABLE element_grants (
  element_id bigint NOT NULL REFERENCES elements ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (element_id, account_id)
);
CREATE INDEX element_grants_account ON element_grants (account_id);
CREATE INDEX instances_element ON instances (element_id);

-- Clients take ownerAccountId 1 for the system's own (contract 2.4): no account may have that number. One that has it already keeps it.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM accounts) THEN ALTER TABLE accounts ALTER COLUMN id RESTART WITH 1000; END IF;
END $$;
`,
}
