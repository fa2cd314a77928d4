-- When the households' rows of a run that nothing needs any more were taken out; NULL while it is whole.
ALTER TABLE assessment_run ADD COLUMN thinned_at BIGINT;
