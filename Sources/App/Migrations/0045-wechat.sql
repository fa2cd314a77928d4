-- An officer's WeChat, bound to the account after one sign-in with its password.
CREATE TABLE wechat_binding (
  -- A keyed hash of the openid; the openid itself is sealed.
  openid_index BIGINT PRIMARY KEY,
  county BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  openid_sealed BYTEA NOT NULL,
  bound_at BIGINT NOT NULL,
  -- From then on the password is asked once more.
  ends_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX wechat_binding_account ON wechat_binding (county, account_id);

-- Lets the web view of the mini-program in, once and at once; the ticket itself is kept by nobody.
CREATE TABLE wechat_ticket (
  ticket_hash BYTEA PRIMARY KEY,
  county BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  path TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT
);

-- Something a page asks the mini-program around it to do (scan, locate, ask for messages): the two
-- cannot speak to each other, so they meet here. Read once, then removed.
CREATE TABLE wechat_errand (
  county BIGINT NOT NULL,
  id TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('scan', 'location', 'subscribe')),
  asked_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  answer_sealed BYTEA,
  PRIMARY KEY (county, id)
);
