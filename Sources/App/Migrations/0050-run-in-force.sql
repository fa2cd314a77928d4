-- Whether lists are sorted and reviews routed by a run; one that looks back at a past day never is.
ALTER TABLE assessment_run ADD COLUMN in_force BIGINT NOT NULL DEFAULT 0;
UPDATE assessment_run SET in_force = 1 WHERE EXISTS (
  SELECT 1 FROM risk_score s WHERE s.county = assessment_run.county AND s.run_id = assessment_run.id);
-- A run writes only the rows that it changes; which run speaks for a household is asked of the runs.
ALTER TABLE risk_score DROP COLUMN run_id;
