-- A program's right to push one department's items until a day; the token itself is kept by the
-- department alone.
CREATE TABLE push_token (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  title TEXT NOT NULL,
  department TEXT NOT NULL,
  officer BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (county, id)
);

-- A file that arrives piece by piece; gone when it is whole.
CREATE TABLE submission_upload (
  county BIGINT NOT NULL,
  submission_id BIGINT NOT NULL,
  -- Of the whole file, and of what is safely here, in bytes as they were sent.
  size BIGINT NOT NULL,
  arrived BIGINT NOT NULL,
  -- How long the sealed part in the data folder is with that.
  sealed BIGINT NOT NULL,
  PRIMARY KEY (county, submission_id)
);

-- Almost every row of a good file has one of the common fates; only the others are looked for.
DROP INDEX submission_row_fate;
CREATE INDEX submission_row_attention ON submission_row (county, submission_id, row_no)
  WHERE fate IN ('refused', 'notFound', 'queued');

-- A request that was told apart from its repetition by a key of the sender's.
CREATE TABLE replay_key (
  county BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  key TEXT NOT NULL,
  -- What was asked, so that the key is not taken for another request.
  request TEXT NOT NULL,
  submission_id BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (county, officer, key)
);
