-- A change of thresholds and weights that somebody proposes over an edition of the rules.
CREATE TABLE policy_draft (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  title TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- The edition that was in force when it was saved.
  base TEXT NOT NULL,
  -- Its own edition, and the whole pack under that name.
  edition TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,
  -- The same in short, always in the same words, by which a form sent twice is known.
  changes TEXT NOT NULL,
  stage TEXT NOT NULL,
  version BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  -- Who asked for what stands open; another person agrees or refuses.
  asked_by BIGINT,
  PRIMARY KEY (county, id)
);

CREATE TABLE policy_draft_event (
  county BIGINT NOT NULL,
  draft_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  action TEXT NOT NULL,
  from_stage TEXT,
  to_stage TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (county, draft_id, seq)
);

-- Since when which edition of the rules is in force in the installation: the newest row counts. Before
-- the first row, and where no edition stands, it is the one on the disk.
CREATE TABLE policy_term (
  id BIGINT PRIMARY KEY,
  edition TEXT,
  since_at BIGINT NOT NULL,
  county BIGINT NOT NULL,
  draft_id BIGINT NOT NULL,
  asked_by BIGINT NOT NULL,
  agreed_by BIGINT NOT NULL,
  reason TEXT NOT NULL
);
