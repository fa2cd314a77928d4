-- A household's passage from "at risk" to the orderly end of its risk; one row a passage.
CREATE TABLE household_case (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  clue_id BIGINT,
  stage TEXT NOT NULL,
  stage_since_at BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  kind TEXT CHECK (kind IN ('unstable', 'marginal', 'suddenHardship')),
  -- Up to five risk types, the first the main one: a JSON list of codes.
  risks JSON NOT NULL,
  is_emergency BIGINT NOT NULL CHECK (is_emergency IN (0, 1)),
  -- Kept as they were when the case began: the pack, the line of the year, the coefficient.
  pack TEXT NOT NULL,
  line_fen BIGINT NOT NULL,
  income_per_person_fen BIGINT,
  coefficient BIGINT,
  identified_on DATE,
  removed_on DATE,
  removal_way TEXT CHECK (removal_way IN ('byHelp', 'natural')),
  closed_at BIGINT,
  version BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_case_stage ON household_case (county, stage, village, stage_since_at);
CREATE INDEX household_case_village ON household_case (county, village, id);
CREATE INDEX household_case_household ON household_case (county, household_id, id);

-- A step of a case: who took it, when, from where to where, why. Rows are added, never changed.
CREATE TABLE case_event (
  county BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  action TEXT NOT NULL,
  from_stage TEXT,
  to_stage TEXT NOT NULL,
  reason TEXT,
  detail JSON NOT NULL,
  PRIMARY KEY (county, case_id, seq)
);

-- One adult's authorisation for a case (承诺授权书), or its refusal.
CREATE TABLE consent (
  county BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  -- The person, or the guardian who signs for one without full capacity.
  signed_by TEXT NOT NULL,
  is_given BIGINT NOT NULL CHECK (is_given IN (0, 1)),
  signed_on DATE NOT NULL,
  valid_until_on DATE NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, case_id, person_id)
);

-- A villagers' appraisal meeting (民主评议) about one case.
CREATE TABLE appraisal (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('identification', 'removal')),
  held_on DATE NOT NULL,
  chair TEXT NOT NULL,
  present BIGINT NOT NULL,
  in_favour BIGINT NOT NULL,
  against BIGINT NOT NULL,
  minutes TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX appraisal_case ON appraisal (county, case_id, id);

-- A public notice (公示) or announcement (公告) in the village, with its text as it was posted.
CREATE TABLE public_notice (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  posted_on DATE NOT NULL,
  until_on DATE,
  stopped_on DATE,
  text TEXT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX public_notice_case ON public_notice (county, case_id, id);

-- Somebody's objection (异议) to a notice; anonymous where objector is NULL.
CREATE TABLE objection (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  notice_id BIGINT NOT NULL,
  objector TEXT,
  text TEXT NOT NULL,
  raised_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  handled_at BIGINT,
  handled_by BIGINT,
  is_upheld BIGINT CHECK (is_upheld IN (0, 1)),
  answer TEXT,
  PRIMARY KEY (county, id)
);
CREATE INDEX objection_case ON objection (county, case_id, id);

-- A measure of help for a case (帮扶措施).
CREATE TABLE measure (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  category TEXT NOT NULL,
  subtype TEXT NOT NULL,
  risk TEXT,
  helper TEXT NOT NULL,
  amount_fen BIGINT,
  begun_on DATE NOT NULL,
  ended_on DATE,
  note TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX measure_case ON measure (county, case_id, id);

-- A follow-up visit to a monitored household (跟踪回访).
CREATE TABLE follow_up (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  followed_on DATE NOT NULL,
  way TEXT NOT NULL,
  situation TEXT NOT NULL,
  income_per_person_fen BIGINT,
  -- The four guarantees and the risk as found: {"schooling": true, …}.
  detail JSON NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX follow_up_case ON follow_up (county, case_id, id);
