-- A run adds a row a household. An index by household is touched on nearly every page by each run, and
-- grows with all runs: after a checkpoint PostgreSQL wrote four times the log for it. Everything asks
-- for assessments by their run, which the primary key answers.
DROP INDEX assessment_household;
