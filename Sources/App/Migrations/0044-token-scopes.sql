-- What a program's token is good for: pushing its department's files, or answering economic checks.
ALTER TABLE push_token ADD COLUMN scope TEXT NOT NULL DEFAULT 'push'
  CHECK (scope IN ('push', 'checks'));
