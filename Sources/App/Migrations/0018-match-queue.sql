-- A row of a department that waits, or waited, for a person to say whom it means.
CREATE TABLE match_row (
  county BIGINT NOT NULL,
  submission_id BIGINT NOT NULL,
  row_no BIGINT NOT NULL,
  department TEXT NOT NULL,
  -- Where the likeliest person lives, for the range of who decides.
  village BIGINT NOT NULL,
  -- What the row says of its person, sealed.
  said_sealed BYTEA NOT NULL,
  -- Keyed hash of that: the same row in the department's next file has the same.
  row_key BIGINT NOT NULL,
  -- Whom it may mean, the likeliest first, with the reasons.
  choices JSON NOT NULL,
  -- NULL while it waits.
  decision TEXT CHECK (decision IN ('accepted', 'refused')),
  person_id BIGINT,
  officer BIGINT,
  decided_at BIGINT,
  version BIGINT NOT NULL,
  PRIMARY KEY (county, submission_id, row_no)
);
CREATE INDEX match_row_waiting ON match_row (county, department, submission_id, row_no)
  WHERE decision IS NULL;
CREATE INDEX match_row_decided ON match_row (county, decided_at) WHERE decided_at IS NOT NULL;

-- A decision or its undoing: who, when, what. Rows are added only.
CREATE TABLE match_event (
  county BIGINT NOT NULL,
  submission_id BIGINT NOT NULL,
  row_no BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('accept', 'refuse', 'undo')),
  person_id BIGINT,
  PRIMARY KEY (county, submission_id, row_no, seq)
);

-- What was decided of a row, for the department's next files; the last word counts.
CREATE TABLE match_memory (
  county BIGINT NOT NULL,
  row_key BIGINT NOT NULL,
  department TEXT NOT NULL,
  -- NULL where the row means nobody of the register.
  person_id BIGINT,
  submission_id BIGINT NOT NULL,
  row_no BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  PRIMARY KEY (county, row_key)
);
