-- One computation of all coefficients of a county for a date, as known at a moment.
CREATE TABLE assessment_run (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  as_of_on DATE NOT NULL,
  known_at BIGINT NOT NULL,
  pack TEXT NOT NULL,
  households BIGINT NOT NULL,
  -- Factors that could not be computed, with the reason.
  unknown JSON NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);

-- A household's coefficient in one run; a household without any part has no row.
CREATE TABLE assessment (
  county BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  -- Micro-units: hazard 1,000,000 = 1; coefficient 750,000 = 0.75.
  hazard BIGINT NOT NULL,
  coefficient BIGINT NOT NULL,
  parts JSON NOT NULL,
  PRIMARY KEY (county, run_id, household_id)
);
CREATE INDEX assessment_household ON assessment (county, household_id, run_id);

-- The coefficient in force for a household: the newest run's, and the province's where it sent one.
CREATE TABLE risk_score (
  county BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  coefficient BIGINT NOT NULL,
  provincial BIGINT,
  PRIMARY KEY (county, household_id)
);
CREATE INDEX risk_score_village ON risk_score (county, village, coefficient);
CREATE INDEX risk_score_coefficient ON risk_score (county, coefficient);
