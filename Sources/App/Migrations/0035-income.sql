-- A household's income sheet (收支核算表): every line with its source, the window, the line of the
-- year, the kind and why it deviates. A later row replaces an earlier one; rows are never changed.
CREATE TABLE income_sheet (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE NOT NULL,
  persons BIGINT NOT NULL,
  lines JSON NOT NULL,
  line_fen BIGINT NOT NULL,
  net_per_person_fen BIGINT NOT NULL,
  reference_per_person_fen BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('unstable', 'marginal', 'suddenHardship')),
  deviation TEXT,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX income_sheet_case ON income_sheet (county, case_id, id);
CREATE INDEX income_sheet_household ON income_sheet (county, household_id, until_on);
