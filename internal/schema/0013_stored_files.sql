-- Files that stand in fields of cards, and what the sweep of stored files asks for.

-- +goose Up
CREATE INDEX file_versions_key ON file_versions (account_id, file_key);

-- The field of the card a file stands, or stood, in; 0: none.
ALTER TABLE files ADD COLUMN field_id BIGINT NOT NULL DEFAULT 0;

-- Endings of names that nobody may upload, a list like "exe,bat".
ALTER TABLE file_limits ADD COLUMN forbidden TEXT NOT NULL DEFAULT '';
