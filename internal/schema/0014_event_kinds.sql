-- What happened in a period leads to the cards it happened to.

-- +goose Up
CREATE INDEX events_kind ON events (account_id, kind, at, entity_id);
