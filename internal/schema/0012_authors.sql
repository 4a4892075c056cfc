-- A webhook sees what its author may see; without an author who may, it is paused with a reason.

-- +goose Up
ALTER TABLE webhooks ADD COLUMN author_id BIGINT NOT NULL DEFAULT 0;
UPDATE webhooks SET author_id = created_by;
-- Sentences to be translated; NULL: not paused.
ALTER TABLE webhooks ADD COLUMN paused {{JSON}};
-- A rule knows no more of custom fields than who last changed what it does.
ALTER TABLE triggers ADD COLUMN author_id BIGINT NOT NULL DEFAULT 0;
UPDATE triggers SET author_id = created_by;
