-- Every edition of the rules that was ever in force here, whole: a case that began under it ends
-- under it, also after the files of the pack have moved on.
CREATE TABLE policy_edition (
  edition TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  kept_at BIGINT NOT NULL
);
