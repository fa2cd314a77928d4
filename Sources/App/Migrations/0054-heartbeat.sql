-- When a server last gave a county a sign of life; one row a county.
CREATE TABLE heartbeat (
  county BIGINT NOT NULL,
  beat_at BIGINT NOT NULL,
  PRIMARY KEY (county)
);
