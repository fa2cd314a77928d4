-- A rural household as registered; one row a household, its former versions in household_history.
CREATE TABLE household (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  -- 户编号 of the national system.
  code TEXT NOT NULL,
  head_name TEXT NOT NULL,
  base TEXT NOT NULL CHECK (base IN ('liftedOut', 'ordinary')),
  size BIGINT NOT NULL,
  address TEXT NOT NULL,
  phone_sealed BYTEA,
  phone_index BIGINT,
  -- The last known income statement of the registry; NULL is unknown, 0 is nothing.
  wage_fen BIGINT,
  business_fen BIGINT,
  property_fen BIGINT,
  transfer_fen BIGINT,
  business_cost_fen BIGINT,
  spending_fen BIGINT,
  income_per_person_fen BIGINT,
  has_safe_water BIGINT CHECK (has_safe_water IN (0, 1)),
  has_unsafe_house BIGINT CHECK (has_unsafe_house IN (0, 1)),
  is_without_labour BIGINT CHECK (is_without_labour IN (0, 1)),
  -- As the national system says it at the last import; our own cases stand in household_case.
  monitored_kind TEXT CHECK (monitored_kind IN ('unstable', 'marginal', 'suddenHardship')),
  monitored_since_on DATE,
  is_risk_removed BIGINT CHECK (is_risk_removed IN (0, 1)),
  -- What else the import said, by its column's name.
  detail JSON NOT NULL,
  -- Of what the import said, to tell an unchanged row without reading it.
  digest BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
-- @history household
CREATE UNIQUE INDEX household_code ON household (county, code);
CREATE INDEX household_village ON household (county, village, id);
CREATE INDEX household_head ON household (county, head_name);
CREATE INDEX household_phone ON household (county, phone_index);

-- A person of a household; one row a person, those who left included (left_on).
CREATE TABLE person (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  relation TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('male', 'female')),
  birth_on DATE NOT NULL,
  -- AES-GCM; id_index is a keyed hash for equality only.
  id_sealed BYTEA,
  id_index BIGINT,
  phone_sealed BYTEA,
  ethnic TEXT,
  education TEXT,
  schooling TEXT,
  -- NULL is unknown.
  is_healthy BIGINT CHECK (is_healthy IN (0, 1)),
  is_chronic BIGINT CHECK (is_chronic IN (0, 1)),
  is_gravely_ill BIGINT CHECK (is_gravely_ill IN (0, 1)),
  is_disabled BIGINT CHECK (is_disabled IN (0, 1)),
  disability_kind BIGINT,
  disability_grade BIGINT,
  labour TEXT,
  is_insured BIGINT CHECK (is_insured IN (0, 1)),
  is_working BIGINT CHECK (is_working IN (0, 1)),
  has_dibao BIGINT CHECK (has_dibao IN (0, 1)),
  has_tekun BIGINT CHECK (has_tekun IN (0, 1)),
  left_on DATE,
  left_reason TEXT,
  detail JSON NOT NULL,
  -- Of what the import said, to tell an unchanged row without reading it.
  digest BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
-- @history person
CREATE INDEX person_household ON person (county, household_id);
CREATE INDEX person_id_number ON person (county, id_index);
CREATE INDEX person_name ON person (county, name, birth_on);
