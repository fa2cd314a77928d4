-- The name and village beside the keys, so that whoever looks for a person by day of birth, number,
-- telephone or village reads the traces alone; those who left have none. All are made anew.
DELETE FROM person_trace;
DELETE FROM person_trace_state;
ALTER TABLE person_trace ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE person_trace ADD COLUMN village BIGINT NOT NULL DEFAULT 0;
DROP INDEX person_trace_born;
CREATE INDEX person_trace_born ON person_trace (county, born, name, person_id);
CREATE INDEX person_trace_village ON person_trace (county, village, name, person_id);
