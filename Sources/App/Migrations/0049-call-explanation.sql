-- What the officer who visited says to a call in which the household said that nobody came: who is found
-- fault with is heard, and whoever reads the finding reads the explanation beside it.
ALTER TABLE spot_call ADD COLUMN explanation TEXT;
ALTER TABLE spot_call ADD COLUMN explained_at BIGINT;
