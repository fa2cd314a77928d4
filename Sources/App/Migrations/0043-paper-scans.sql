-- A signed paper that came back as a picture, or a signature made on the screen, filed to its case or
-- clue. The picture lies sealed in the data folder under the SHA-256 of its bytes.
CREATE TABLE paper_scan (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT,
  clue_id BIGINT,
  -- NULL while no code could be read and nobody has said which paper it is.
  kind TEXT,
  -- Whose letter it is.
  person_id BIGINT,
  hash TEXT NOT NULL,
  -- What the sender's machine called it.
  name TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('code', 'hand', 'screen')),
  filed_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  PRIMARY KEY (county, id),
  CHECK (case_id IS NOT NULL OR clue_id IS NOT NULL)
);
CREATE INDEX paper_scan_case ON paper_scan (county, case_id, id);
CREATE INDEX paper_scan_clue ON paper_scan (county, clue_id, id);
