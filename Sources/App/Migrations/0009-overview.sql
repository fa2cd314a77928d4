-- Households and people by village are counted from the index alone.
CREATE INDEX household_size ON household (county, village, size);
