-- Saved ways of reading a table: where its columns go, by their titles, and what holds for the whole import.

-- +goose Up
CREATE TABLE import_templates (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL{{COLLATE_C}},
    -- The plan of an import; titles are those of its columns, in the same order.
    plan       {{JSON}} NOT NULL,
    titles     {{JSON}} NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    {{PK}}
);
CREATE UNIQUE INDEX import_templates_name ON import_templates (account_id, name_key);
