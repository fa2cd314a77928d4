-- An officer's account; one row a person and post.
CREATE TABLE account (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  place BIGINT NOT NULL,
  department TEXT,
  -- scrypt with its parameters and salt, never the password.
  password TEXT NOT NULL,
  is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)),
  failures BIGINT NOT NULL DEFAULT 0,
  locked_until_at BIGINT,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
-- @history account
CREATE INDEX account_place ON account (county, role, place);

-- Somebody signed in on a browser or a program; the token itself is kept by them alone.
CREATE TABLE sign_in (
  token_hash BYTEA PRIMARY KEY,
  county BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('page', 'api')),
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE INDEX sign_in_account ON sign_in (county, account_id);
