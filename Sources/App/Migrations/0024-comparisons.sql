-- Two editions of the rules computed side by side over a county: asked for by somebody, or made at the
-- assessment of a day for a draft that runs in shadow.
CREATE TABLE policy_comparison (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  old_edition TEXT NOT NULL,
  new_edition TEXT NOT NULL,
  as_of_on DATE NOT NULL,
  -- The draft in whose shadow it was made.
  draft_id BIGINT,
  officer BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  -- Empty until it is computed; then how many households stand at each level, before and after.
  finished_at BIGINT,
  households BIGINT,
  old_township BIGINT,
  old_county BIGINT,
  new_township BIGINT,
  new_county BIGINT,
  -- Why a factor of the new edition could not be computed.
  fault TEXT,
  PRIMARY KEY (county, id)
);
CREATE INDEX policy_comparison_draft ON policy_comparison (county, draft_id, as_of_on);

-- A household whose review level is another under the new edition.
CREATE TABLE policy_difference (
  county BIGINT NOT NULL,
  comparison_id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  from_level TEXT NOT NULL,
  to_level TEXT NOT NULL,
  old_coefficient BIGINT NOT NULL,
  new_coefficient BIGINT NOT NULL,
  -- The factor whose part changes most; empty where only the lines moved.
  factor TEXT,
  PRIMARY KEY (county, comparison_id, household_id)
);

-- While a draft runs in shadow, every whole assessment is computed under it as well.
ALTER TABLE policy_draft ADD COLUMN shadow_from_on DATE;
ALTER TABLE policy_draft ADD COLUMN shadow_until_on DATE;
