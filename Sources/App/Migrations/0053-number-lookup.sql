-- A file asks for thousands of numbers at once, all over the county: what it learns of each stands in
-- the index, so that no page of the wide tables has to be fetched for it.
DROP INDEX person_id_number;
CREATE INDEX person_number ON person (county, id_index, id, household_id, name);
CREATE INDEX household_place ON household (county, id, village);
