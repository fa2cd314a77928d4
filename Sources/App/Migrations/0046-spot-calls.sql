-- A call to a household that was visited (抽查电话): what it said to the fixed questions.
CREATE TABLE spot_call (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  visit_id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  called_on DATE NOT NULL,
  is_reached BIGINT NOT NULL CHECK (is_reached IN (0, 1)),
  answers JSON NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX spot_call_visit ON spot_call (county, visit_id);
CREATE INDEX spot_call_village ON spot_call (county, village, id);

-- Where what somebody said is an objection to a notice, it is answered at the case.
ALTER TABLE voice ADD COLUMN objection_id BIGINT;
