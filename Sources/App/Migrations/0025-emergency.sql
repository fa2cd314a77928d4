-- A request to help a household before the procedure is through (紧急通道), and the township's answer;
-- one row a case. The steps that were left out follow with clocks of their own.
CREATE TABLE emergency (
  county BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by BIGINT,
  is_approved BIGINT CHECK (is_approved IN (0, 1)),
  answer TEXT,
  PRIMARY KEY (county, case_id)
);
