-- A file that came in: a registry import or a department's push; one row a file.
CREATE TABLE submission (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  -- 'registry' or a data item of the policy pack.
  item TEXT NOT NULL,
  department TEXT NOT NULL,
  file_name TEXT NOT NULL,
  -- The sealed copy in the data folder, by the SHA-256 of what was sent.
  file_hash TEXT NOT NULL,
  sheet TEXT NOT NULL,
  officer BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  finished_at BIGINT,
  -- Rows by fate, e.g. {"added": 12, "refused": 1}.
  counts JSON NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX submission_item ON submission (county, item, id);

-- What became of one row of a file.
CREATE TABLE submission_row (
  county BIGINT NOT NULL,
  submission_id BIGINT NOT NULL,
  row_no BIGINT NOT NULL,
  fate TEXT NOT NULL,
  reason TEXT,
  household_id BIGINT,
  person_id BIGINT,
  PRIMARY KEY (county, submission_id, row_no)
);
CREATE INDEX submission_row_fate ON submission_row (county, submission_id, fate, row_no);

-- What a source said of a person or household, when it was true and when it became known.
-- Rows are added, never changed; a correction is a new row that replaces the old.
CREATE TABLE fact (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  person_id BIGINT,
  kind TEXT NOT NULL,
  -- The same event told twice has the same key.
  event_key TEXT NOT NULL,
  true_on DATE NOT NULL,
  known_at BIGINT NOT NULL,
  amount_fen BIGINT,
  detail JSON NOT NULL,
  department TEXT NOT NULL,
  submission_id BIGINT,
  row_no BIGINT,
  replaces BIGINT,
  PRIMARY KEY (county, id)
);
CREATE UNIQUE INDEX fact_event ON fact (county, event_key);
CREATE INDEX fact_household ON fact (county, household_id, true_on);
CREATE INDEX fact_kind ON fact (county, kind, true_on);
CREATE INDEX fact_replaced ON fact (county, replaces) WHERE replaces IS NOT NULL;
