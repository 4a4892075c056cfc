-- An account that changes its subdomain keeps the old one: addresses with it lead to the new one.

-- +goose Up
CREATE TABLE former_subdomains (
    subdomain  TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX former_subdomains_account ON former_subdomains (account_id, changed_at);
