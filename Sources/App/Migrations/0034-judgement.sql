-- A meeting that judged households one by one (逐户研判): who was there.
CREATE TABLE judgement_meeting (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  held_on DATE NOT NULL,
  chair TEXT NOT NULL,
  members JSON NOT NULL,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);

-- Its conclusion on one household's clue, and the step that was taken with it.
CREATE TABLE judgement_item (
  county BIGINT NOT NULL,
  meeting_id BIGINT NOT NULL,
  clue_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  PRIMARY KEY (county, meeting_id, clue_id)
);
CREATE INDEX judgement_item_clue ON judgement_item (county, clue_id);

-- A household's appeal against not being taken in (申诉), and what a second person found.
CREATE TABLE appeal (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  appellant TEXT NOT NULL,
  text TEXT NOT NULL,
  raised_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by BIGINT,
  is_upheld BIGINT CHECK (is_upheld IN (0, 1)),
  answer TEXT,
  -- The clue with which the household's matter begins anew.
  clue_id BIGINT,
  PRIMARY KEY (county, id)
);
CREATE INDEX appeal_case ON appeal (county, case_id, id);
