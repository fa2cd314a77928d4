-- What an officer filled in on the phone, as it arrived; one row a record, never changed but for
-- its settling. The number is the phone's own, so that a record sent twice is known.
CREATE TABLE handset_record (
  county BIGINT NOT NULL,
  id TEXT NOT NULL,
  officer BIGINT NOT NULL,
  kind TEXT NOT NULL,
  -- NULL where the record names none that this officer may see.
  household_id BIGINT,
  clue_id BIGINT,
  -- The form it was filled in with, and the moment, the phone's clock put right.
  form TEXT NOT NULL,
  filled_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  -- SHA-256 of what was sent, and all of it, sealed.
  digest BYTEA NOT NULL,
  sent_sealed BYTEA NOT NULL,
  outcome TEXT NOT NULL,
  sentence TEXT NOT NULL,
  signature BYTEA NOT NULL,
  -- The receipt's short code.
  code TEXT NOT NULL,
  -- Set once somebody settled what was handed over.
  settled_at BIGINT,
  settled_by BIGINT,
  PRIMARY KEY (county, id)
);
CREATE UNIQUE INDEX handset_record_code ON handset_record (county, code);
CREATE INDEX handset_record_household ON handset_record (county, household_id, received_at);
CREATE INDEX handset_record_handed ON handset_record (county, outcome, settled_at);

-- What is known of a field of a household from the last visit that told it.
CREATE TABLE household_note (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  record_id TEXT NOT NULL,
  officer BIGINT NOT NULL,
  filled_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
-- @history household_note
CREATE UNIQUE INDEX household_note_field ON household_note (county, household_id, field);

-- Two people changed one field of a household; both values stay until a person decides.
CREATE TABLE note_conflict (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  field TEXT NOT NULL,
  record_id TEXT NOT NULL,
  base TEXT NOT NULL,
  theirs TEXT NOT NULL,
  ours TEXT NOT NULL,
  officer BIGINT NOT NULL,
  raised_at BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by BIGINT,
  chosen TEXT,
  PRIMARY KEY (county, id)
);
CREATE INDEX note_conflict_open ON note_conflict (county, decided_at, household_id);

-- A photo, signature or voice note that arrives apart from its record, by the SHA-256 of its bytes.
CREATE TABLE handset_attachment (
  county BIGINT NOT NULL,
  hash TEXT NOT NULL,
  officer BIGINT NOT NULL,
  kind TEXT NOT NULL,
  size BIGINT NOT NULL,
  arrived BIGINT NOT NULL,
  sealed BIGINT NOT NULL,
  finished_at BIGINT,
  PRIMARY KEY (county, hash)
);

-- Which record an attachment belongs to.
CREATE TABLE record_attachment (
  county BIGINT NOT NULL,
  record_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (county, record_id, hash)
);
CREATE INDEX record_attachment_hash ON record_attachment (county, hash);
