-- One agreement to one WeChat message (订阅消息): to whom, about what, and what became of it. WeChat lets
-- one message through for one agreement, so a row is at most one message.
CREATE TABLE wechat_message (
  county BIGINT NOT NULL,
  -- Of 128 random bits: whoever knows it may agree to what was offered.
  id TEXT NOT NULL,
  -- A visit that falls due, for an officer; how far a declaration is, for a household.
  kind TEXT NOT NULL CHECK (kind IN ('visit', 'case')),
  account_id BIGINT,
  receipt TEXT,
  state TEXT NOT NULL CHECK (state IN ('offered', 'agreed', 'due', 'sent', 'refused', 'failed')),
  -- NULL before somebody agreed, and again once nothing more is to be sent.
  openid_sealed BYTEA,
  -- How far the declaration was when it was offered: what differs is news.
  seen TEXT,
  -- What is told, once there is something.
  number TEXT,
  words TEXT,
  day_on DATE,
  attempts BIGINT NOT NULL DEFAULT 0,
  -- When it is tried, or tried again.
  next_at BIGINT NOT NULL,
  fault TEXT,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX wechat_message_state ON wechat_message (state, county, next_at);
