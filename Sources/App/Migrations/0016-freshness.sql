-- What a visit found wrong in a department's row, for the department to mend.
CREATE TABLE correction (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  clue_id BIGINT NOT NULL,
  fact_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  department TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('notMyVillage', 'dead', 'wrongAmount', 'other')),
  remark TEXT NOT NULL,
  officer BIGINT NOT NULL,
  raised_at BIGINT NOT NULL,
  -- How the department mended it, or why it stays.
  answer TEXT,
  answered_by BIGINT,
  answered_at BIGINT,
  PRIMARY KEY (county, id)
);
CREATE UNIQUE INDEX correction_fact ON correction (county, fact_id, kind);
CREATE INDEX correction_department ON correction (county, department, id);

-- A village or township asks a department about a household (协查).
CREATE TABLE assist_request (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  clue_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  department TEXT NOT NULL,
  question TEXT NOT NULL,
  officer BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  answer TEXT,
  answered_by BIGINT,
  answered_at BIGINT,
  PRIMARY KEY (county, id)
);
CREATE INDEX assist_request_clue ON assist_request (county, clue_id, id);
CREATE INDEX assist_request_department ON assist_request (county, department, id);
