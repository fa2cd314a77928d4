-- A time in which a place could not work (server, late file, road, disaster, its own holiday).
-- It stops clocks once a second person has agreed; it names a cause and nobody.
CREATE TABLE outage (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  place BIGINT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('serverDown', 'lateFile', 'roadClosed', 'disaster', 'countyHoliday')),
  reason TEXT NOT NULL,
  from_on DATE NOT NULL,
  -- NULL while it lasts.
  until_on DATE,
  recorded_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by BIGINT,
  is_approved BIGINT CHECK (is_approved IN (0, 1)),
  PRIMARY KEY (county, id)
);

-- A pause or an extension of the clocks of one clue or case, asked for by one person and decided
-- by another.
CREATE TABLE clock_change (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  subject TEXT NOT NULL CHECK (subject IN ('clue', 'case')),
  subject_id BIGINT NOT NULL,
  village BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pause', 'extension')),
  -- The step whose clock it was, and the day on which that began.
  step TEXT NOT NULL,
  begun_on DATE NOT NULL,
  from_on DATE NOT NULL,
  -- The last day of a pause; NULL while it lasts.
  until_on DATE,
  -- The days of an extension.
  days BIGINT,
  reason TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  officer BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by BIGINT,
  is_approved BIGINT CHECK (is_approved IN (0, 1)),
  PRIMARY KEY (county, id)
);
CREATE INDEX clock_change_subject ON clock_change (county, subject, subject_id, id);
CREATE INDEX clock_change_village ON clock_change (county, village, id);
