-- A run is of the whole county, or only of the households that a push or an import has touched.
ALTER TABLE assessment_run ADD COLUMN scope TEXT NOT NULL DEFAULT 'all';
-- What was known when it began: facts and rows of files after these are new.
ALTER TABLE assessment_run ADD COLUMN last_fact BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assessment_run ADD COLUMN last_submission BIGINT NOT NULL DEFAULT 0;
-- Factors whose query failed, with the reason.
ALTER TABLE assessment_run ADD COLUMN faults JSON NOT NULL DEFAULT '{}';

-- A factor that failed and is not run again until the rules change or somebody lets it: one row a
-- factor and edition of the rules.
CREATE TABLE factor_stop (
  county BIGINT NOT NULL,
  factor TEXT NOT NULL,
  edition TEXT NOT NULL,
  stopped_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (county, factor, edition)
);

-- The coefficient by which reviews are routed and lists sorted: the province's where it sent one.
ALTER TABLE risk_score ADD COLUMN governing BIGINT NOT NULL DEFAULT 0;
UPDATE risk_score SET governing = COALESCE(provincial, coefficient);
DROP INDEX risk_score_village;
DROP INDEX risk_score_coefficient;
CREATE INDEX risk_score_village ON risk_score (county, village, governing);
CREATE INDEX risk_score_governing ON risk_score (county, governing);
CREATE INDEX risk_score_provincial ON risk_score (county, village) WHERE provincial IS NOT NULL;

-- A factor reads the facts of its kind in its window, all from the index.
DROP INDEX fact_kind;
CREATE INDEX fact_scan ON fact (county, kind, true_on, household_id, person_id, amount_fen, known_at,
  id);
-- Those who left of late, for what they had been to the household.
CREATE INDEX person_left ON person (county, left_on) WHERE left_on IS NOT NULL;
