-- What a file looks like as a whole, to compare the next ones with: counts, nothing of a person.
CREATE TABLE submission_profile (
  county BIGINT NOT NULL,
  submission_id BIGINT NOT NULL,
  profile JSON NOT NULL,
  -- Why it looks wrong, with the figures of the charts.
  faults JSON NOT NULL,
  PRIMARY KEY (county, submission_id)
);
