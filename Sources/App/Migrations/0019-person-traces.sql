-- By what else a person can be found when a row's number is hidden or wrong: the day of birth as
-- days since 1970, keyed hashes of the number's last four places and of the telephone, their own
-- or their household's.
CREATE TABLE person_trace (
  county BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  born BIGINT NOT NULL,
  tail BIGINT,
  phone BIGINT,
  -- The version of the person that it was made from.
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (county, person_id)
);
CREATE INDEX person_trace_born ON person_trace (county, born);
CREATE INDEX person_trace_tail ON person_trace (county, tail);
CREATE INDEX person_trace_phone ON person_trace (county, phone);

-- How many registry imports the traces know of.
CREATE TABLE person_trace_state (
  county BIGINT NOT NULL,
  imports BIGINT NOT NULL,
  PRIMARY KEY (county)
);

-- How the rows of an item and their persons agreed, counted: what the weights of the comparison
-- are fitted to. No row and no person can be told from it.
CREATE TABLE match_pattern (
  county BIGINT NOT NULL,
  item TEXT NOT NULL,
  levels TEXT NOT NULL,
  seen BIGINT NOT NULL,
  PRIMARY KEY (county, item, levels)
);
