-- An edition of a form, whole, as phones get it: a pack's under county 0, and what a county put together,
-- which is the pack's with fields added or changed, or a form of its own. What was filled in with it
-- keeps it from being changed.
CREATE TABLE form_edition (
  county BIGINT NOT NULL,
  form TEXT NOT NULL,
  version TEXT NOT NULL,
  definition TEXT NOT NULL,
  loaded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, form, version)
);

-- Since when which edition of a form is in force in a county: the newest row of a form counts. Before
-- the first it is the pack's; an empty version ends a form of the county's own.
CREATE TABLE form_term (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  form TEXT NOT NULL,
  version TEXT NOT NULL,
  since_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX form_term_form ON form_term (county, form, id);

-- A filled-in form with the version it was filled in with, sealed since it may name persons. Rows are
-- added, never changed.
CREATE TABLE form_record (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  form TEXT NOT NULL,
  version TEXT NOT NULL,
  -- NULL where the household is not known yet.
  household_id BIGINT,
  village BIGINT NOT NULL,
  -- What it belongs to: visit/12, case/3, clue/7, household/5.
  subject TEXT NOT NULL,
  answers_sealed BYTEA NOT NULL,
  filled_on DATE NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX form_record_household ON form_record (county, household_id, id);
CREATE INDEX form_record_form ON form_record (county, form, id);
CREATE INDEX form_record_subject ON form_record (county, subject);
