-- Work that takes longer than a page; one row a piece of work, kept when it is done.
CREATE TABLE job (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  -- Which verb of the program does it, and on what: 'submission/12', or nothing.
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Who works on it, and until when the others must leave it alone.
  holder TEXT,
  leased_until_at BIGINT,
  attempts BIGINT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT,
  -- What it is doing, for people.
  words TEXT NOT NULL,
  is_cancelled BIGINT NOT NULL CHECK (is_cancelled IN (0, 1)),
  fault TEXT,
  officer BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  started_at BIGINT,
  finished_at BIGINT,
  PRIMARY KEY (county, id)
);
CREATE INDEX job_open ON job (county, id) WHERE state IN ('waiting', 'running');
CREATE INDEX job_subject ON job (county, subject, id);
