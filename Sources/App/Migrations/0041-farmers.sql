-- The word by which a household asks for its declaration again, and who filled it in for it.
ALTER TABLE declaration ADD COLUMN word_index BIGINT;
ALTER TABLE declaration ADD COLUMN helper TEXT;

-- What somebody outside the offices says: satisfaction with a visit, a complaint, a suggestion, an
-- objection; with the answer once there is one.
CREATE TABLE voice (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  village BIGINT NOT NULL,
  -- The declaration it is about, where it is about one.
  receipt TEXT,
  clue_id BIGINT,
  text TEXT NOT NULL,
  said_at BIGINT NOT NULL,
  answer TEXT,
  answered_at BIGINT,
  answered_by BIGINT,
  PRIMARY KEY (county, id)
);
CREATE INDEX voice_village ON voice (county, village, answered_at);

-- How often something was tried from one place within an hour; old rows are removed.
CREATE TABLE attempt (
  county BIGINT NOT NULL,
  -- A keyed hash of what is counted: no address is kept.
  subject BIGINT NOT NULL,
  hour BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (county, subject, hour)
);
