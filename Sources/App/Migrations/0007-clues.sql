-- A sign of trouble on its way from the village to a conclusion; one open row a household.
CREATE TABLE clue (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  -- NULL while a declaration has found no household of the registry.
  household_id BIGINT,
  village BIGINT NOT NULL,
  stage TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  stage_since_at BIGINT NOT NULL,
  -- The coefficient by which the review level was chosen, in micro-units; NULL is unknown.
  coefficient BIGINT,
  conclusion TEXT,
  visit_id BIGINT,
  case_id BIGINT,
  closed_at BIGINT,
  pack TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX clue_stage ON clue (county, stage, village, stage_since_at);
CREATE INDEX clue_household ON clue (county, household_id, id);
CREATE INDEX clue_village ON clue (county, village, id);

-- One sign that a clue rests on: a declaration, a cadre's finding, a department's row.
CREATE TABLE clue_signal (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  clue_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  risk TEXT,
  text TEXT NOT NULL,
  fact_id BIGINT,
  officer BIGINT NOT NULL,
  raised_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX clue_signal_clue ON clue_signal (county, clue_id, id);
CREATE INDEX clue_signal_fact ON clue_signal (county, fact_id) WHERE fact_id IS NOT NULL;

-- A step of a clue: who took it, when, from where to where, why. Rows are added, never changed.
CREATE TABLE clue_event (
  county BIGINT NOT NULL,
  clue_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  action TEXT NOT NULL,
  from_stage TEXT,
  to_stage TEXT NOT NULL,
  reason TEXT,
  detail JSON NOT NULL,
  PRIMARY KEY (county, clue_id, seq)
);

-- A household's own declaration, with the receipt number it was given.
CREATE TABLE declaration (
  county BIGINT NOT NULL,
  receipt TEXT NOT NULL,
  clue_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  phone_sealed BYTEA NOT NULL,
  id_sealed BYTEA NOT NULL,
  village BIGINT NOT NULL,
  risk TEXT NOT NULL,
  difficulty TEXT NOT NULL,
  declared_at BIGINT NOT NULL,
  PRIMARY KEY (county, receipt)
);

-- A visit to a household with its sheet; one row a visit handed in.
CREATE TABLE visit (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  clue_id BIGINT,
  household_id BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  companion TEXT NOT NULL,
  visited_on DATE NOT NULL,
  submitted_at BIGINT NOT NULL,
  conclusion TEXT NOT NULL,
  sheet JSON NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX visit_household ON visit (county, household_id, id);

-- A visit sheet that is still being filled in.
CREATE TABLE visit_draft (
  county BIGINT NOT NULL,
  clue_id BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  sheet JSON NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (county, clue_id, officer)
);
