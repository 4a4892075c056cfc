-- Requests that may be sent again, by the key their sender gave them: a repeated one is answered and not done again.

-- +goose Up
-- status is 0 until the answer is kept; expires_at is when the key may serve another request.
CREATE TABLE request_keys (
    account_id  BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    request_key TEXT NOT NULL,
    print       TEXT NOT NULL,
    status      INTEGER NOT NULL DEFAULT 0,
    answer      TEXT NOT NULL DEFAULT '',
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id, request_key)
);
CREATE INDEX request_keys_expires ON request_keys (expires_at);
