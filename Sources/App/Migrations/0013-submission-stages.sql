-- A file is first checked, then committed, and can be undone; those before this were committed.
ALTER TABLE submission ADD COLUMN stage TEXT NOT NULL DEFAULT 'committed';
ALTER TABLE submission ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- The last row that the work under way has done with, so that it can go on after a crash.
ALTER TABLE submission ADD COLUMN reached_row BIGINT NOT NULL DEFAULT 0;
ALTER TABLE submission ADD COLUMN job_id BIGINT;
ALTER TABLE submission ADD COLUMN checked_at BIGINT;
ALTER TABLE submission ADD COLUMN expires_at BIGINT;
ALTER TABLE submission ADD COLUMN undone_at BIGINT;
-- Why nothing of it was taken in, or why it is held back until a person has looked.
ALTER TABLE submission ADD COLUMN fault TEXT;

-- A step of a submission: who took it, when, from where to where, why. Rows are added only.
CREATE TABLE submission_event (
  county BIGINT NOT NULL,
  submission_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  action TEXT NOT NULL,
  from_stage TEXT,
  to_stage TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (county, submission_id, seq)
);

-- What a checked row will say once it is committed; gone when it has become a fact. A row that
-- waits for somebody to say whom it means has no person yet.
CREATE TABLE staged_fact (
  county BIGINT NOT NULL,
  submission_id BIGINT NOT NULL,
  row_no BIGINT NOT NULL,
  household_id BIGINT,
  person_id BIGINT,
  event_key TEXT,
  true_on DATE NOT NULL,
  amount_fen BIGINT,
  detail JSON NOT NULL,
  -- The fact that it corrects.
  replaces BIGINT,
  PRIMARY KEY (county, submission_id, row_no)
);

-- How sure the match of a row is, in millionths, where it was not by number.
ALTER TABLE submission_row ADD COLUMN probability BIGINT;
UPDATE submission_row SET fate = 'queued' WHERE fate = 'ambiguous';

CREATE INDEX fact_submission ON fact (county, submission_id, id) WHERE submission_id IS NOT NULL;

-- A sign whose source took it back.
ALTER TABLE clue_signal ADD COLUMN withdrawn_at BIGINT;
