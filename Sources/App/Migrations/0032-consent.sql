-- A letter of authorisation: its number, in what relation a guardian signed, and its withdrawal.
ALTER TABLE consent ADD COLUMN number TEXT;
ALTER TABLE consent ADD COLUMN guardian TEXT;
ALTER TABLE consent ADD COLUMN withdrawn_on DATE;

-- What happened to a household's letters and its check. Rows are added, never changed.
CREATE TABLE consent_event (
  county BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  person_id BIGINT,
  happened_at BIGINT NOT NULL,
  -- 0 where the household did it by its code word, or the program at the end of the validity.
  officer BIGINT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (county, case_id, seq)
);

-- A household's economic check (家庭经济状况核对): the commission to the checking body.
CREATE TABLE economic_check (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  number TEXT NOT NULL,
  body TEXT NOT NULL,
  commissioned_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  valid_until_on DATE NOT NULL,
  -- The name of its key in the key store; the key itself is in no database and no backup.
  key_name TEXT NOT NULL,
  -- What the household proves itself with on its page.
  word_sealed BYTEA NOT NULL,
  word_failures BIGINT NOT NULL,
  word_locked_until_at BIGINT,
  destroyed_at BIGINT,
  destroyed_why TEXT CHECK (destroyed_why IN ('withdrawn', 'expired')),
  PRIMARY KEY (county, id)
);
CREATE INDEX economic_check_case ON economic_check (county, case_id, id);
CREATE INDEX economic_check_number ON economic_check (county, number, id);

-- Who may open the results.
CREATE TABLE check_handler (
  county BIGINT NOT NULL,
  check_id BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  named_at BIGINT NOT NULL,
  named_by BIGINT NOT NULL,
  PRIMARY KEY (county, check_id, officer)
);

-- The request to one department or bank, and its answer sealed with the check's own key.
CREATE TABLE check_request (
  county BIGINT NOT NULL,
  check_id BIGINT NOT NULL,
  department TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  fetched_at BIGINT,
  answered_at BIGINT,
  officer BIGINT,
  findings_sealed BYTEA,
  PRIMARY KEY (county, check_id, department)
);
CREATE INDEX check_request_department ON check_request (county, department, check_id);

-- A hit that the household is asked to explain; what it says stands in the sealed answer.
CREATE TABLE check_hit (
  county BIGINT NOT NULL,
  check_id BIGINT NOT NULL,
  hit BIGINT NOT NULL,
  department TEXT NOT NULL,
  -- The line of the answer, counted from 0.
  line BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'explained', 'accepted', 'counted')),
  explained_at BIGINT,
  explained_by BIGINT,
  explanation_sealed BYTEA,
  judged_at BIGINT,
  judged_by BIGINT,
  judgement_sealed BYTEA,
  PRIMARY KEY (county, check_id, hit)
);

-- Every opening of the results: who, when, until when, what for. Rows are added, never changed.
CREATE TABLE check_opening (
  county BIGINT NOT NULL,
  check_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  PRIMARY KEY (county, check_id, seq)
);
