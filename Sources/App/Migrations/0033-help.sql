-- A measure's days, whether it goes on after the removal of the risk, and what was paid out.
ALTER TABLE measure ADD COLUMN until_on DATE;
ALTER TABLE measure ADD COLUMN continues BIGINT;
ALTER TABLE measure ADD COLUMN paid_fen BIGINT;

-- The plan of help for one household (一户一策); a later row replaces an earlier one.
CREATE TABLE help_plan (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  goal TEXT NOT NULL,
  helper TEXT NOT NULL,
  unit TEXT NOT NULL,
  phone_sealed BYTEA,
  from_on DATE NOT NULL,
  until_on DATE,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX help_plan_case ON help_plan (county, case_id, id);

-- The helper's contact with the household. Rows are added, never changed.
CREATE TABLE helper_contact (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  contacted_on DATE NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('visit', 'phone', 'other')),
  text TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX helper_contact_case ON helper_contact (county, case_id, id);

-- The looks after ten days and after a month (帮扶落实检查).
CREATE TABLE help_check (
  county BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('tenDays', 'oneMonth')),
  checked_on DATE NOT NULL,
  is_in_order BIGINT NOT NULL CHECK (is_in_order IN (0, 1)),
  text TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, case_id, kind)
);

-- A matter passed on to a department (转办), with its acknowledgement and its return.
CREATE TABLE referral (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  department TEXT NOT NULL,
  asked TEXT NOT NULL,
  stage TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  acknowledged_at BIGINT,
  acknowledged_by BIGINT,
  ended_at BIGINT,
  ended_by BIGINT,
  answer TEXT,
  PRIMARY KEY (county, id)
);
CREATE INDEX referral_case ON referral (county, case_id, id);
CREATE INDEX referral_department ON referral (county, department, stage, id);

-- How a household is to leave without removal (死亡、迁出、识别有误); one row a proposal.
CREATE TABLE case_exit (
  county BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  -- The case's version that the proposal was made on.
  version BIGINT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('death', 'movedAway', 'misidentified')),
  evidence TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, case_id, version)
);
