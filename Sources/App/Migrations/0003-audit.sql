-- One decision taken or one personal record opened. Rows are added, never changed; each row's
-- hash covers the row before it.
CREATE TABLE audit_entry (
  county BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  entered_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (county, seq)
);
CREATE INDEX audit_entry_subject ON audit_entry (county, subject, seq);

-- The last hash of a day, signed, so that the chain cannot be written anew later.
CREATE TABLE audit_root (
  county BIGINT NOT NULL,
  day_on DATE NOT NULL,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  signature BYTEA NOT NULL,
  PRIMARY KEY (county, day_on)
);
