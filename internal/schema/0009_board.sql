-- The board: up to four fields on its cards, how likely a stage ends in a sale, stale deals counted from the index alone.

-- +goose Up
ALTER TABLE pipelines ADD COLUMN card_fields {{JSON}} NOT NULL DEFAULT '[]';
-- In per cent; NULL: not said.
ALTER TABLE statuses ADD COLUMN probability INTEGER;
DROP INDEX deals_board;
CREATE INDEX deals_board ON deals (account_id, pipeline_id, status_id, updated_at, responsible_id, price, next_task_at, status_changed_at) WHERE deleted_at IS NULL;
