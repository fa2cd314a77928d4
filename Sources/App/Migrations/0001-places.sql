-- A province, city, county, township or village; one row a place, former codes included.
CREATE TABLE place (
  code BIGINT PRIMARY KEY,
  parent BIGINT,
  name TEXT NOT NULL,
  level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 5)
);
CREATE INDEX place_parent ON place (parent);

-- A day that is not what its weekday says: a holiday, or a weekend day made a workday (调休).
CREATE TABLE calendar_day (
  day_on DATE PRIMARY KEY,
  name TEXT NOT NULL,
  is_off BIGINT NOT NULL CHECK (is_off IN (0, 1))
);

-- The next free id of each kind of record in a county.
CREATE TABLE id_counter (
  county BIGINT NOT NULL,
  name TEXT NOT NULL,
  next BIGINT NOT NULL,
  PRIMARY KEY (county, name)
);
