-- How a department's sheet of one make is to be read, as an officer confirmed it once.
CREATE TABLE layout (
  county BIGINT NOT NULL,
  department TEXT NOT NULL,
  item TEXT NOT NULL,
  -- Of the sheet's headings.
  signature TEXT NOT NULL,
  -- Per column: its place, what it holds, of which person.
  columns JSON NOT NULL,
  officer BIGINT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  PRIMARY KEY (county, department, item, signature)
);

-- A file that waits until somebody has said what its columns are.
CREATE TABLE layout_question (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  item TEXT NOT NULL,
  department TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  officer BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  submission_id BIGINT,
  PRIMARY KEY (county, id)
);
