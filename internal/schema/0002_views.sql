-- Saved views of lists and boards, and changes of many cards at once.

-- +goose Up
-- A view is a filter with an order, columns and a layout. One that is shared is seen by everybody, its owner stays its author.
CREATE TABLE views (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    name        TEXT NOT NULL,
    owner_id    BIGINT NOT NULL,
    is_shared   BOOLEAN NOT NULL DEFAULT FALSE,
    filter      {{JSON}} NOT NULL,
    sort        TEXT NOT NULL DEFAULT '',
    columns     {{JSON}} NOT NULL,
    layout      TEXT NOT NULL DEFAULT '',
    position    INTEGER NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    {{PK}}
);
CREATE INDEX views_kind ON views (account_id, entity_kind, position, id);

-- The view a person begins with: the id of one, or the word of one every account has.
CREATE TABLE view_defaults (
    account_id  BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    view        TEXT NOT NULL,
    PRIMARY KEY (account_id, user_id, entity_kind)
){{WITHOUT_ROWID}};

-- A change of many cards. selection holds the ids it was asked for, or filter what finds them, up to the id last_id.
-- place is where its run, or its undoing, goes on.
CREATE TABLE bulks (
    id             {{ID}},
    account_id     BIGINT NOT NULL,
    entity_kind    TEXT NOT NULL,
    action         TEXT NOT NULL,
    params         {{JSON}} NOT NULL,
    selection      {{JSON}},
    filter         {{JSON}},
    last_id        BIGINT NOT NULL DEFAULT 0,
    run_automation BOOLEAN NOT NULL DEFAULT FALSE,
    state          TEXT NOT NULL,
    counts         {{JSON}} NOT NULL,
    place          TEXT NOT NULL DEFAULT '',
    error          {{JSON}},
    job_id         BIGINT,
    created_by     BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    finished_at    BIGINT,
    undone_at      BIGINT,
    {{PK}}
);
CREATE INDEX bulks_by ON bulks (account_id, created_by, id);

-- What became of each card; before is what undoing puts back, reason why it was refused or stayed.
CREATE TABLE bulk_items (
    account_id BIGINT NOT NULL,
    bulk_id    BIGINT NOT NULL,
    entity_id  BIGINT NOT NULL,
    outcome    TEXT NOT NULL,
    before     {{JSON}},
    reason     {{JSON}},
    PRIMARY KEY (account_id, bulk_id, entity_id)
){{WITHOUT_ROWID}};
CREATE INDEX bulk_items_outcome ON bulk_items (account_id, bulk_id, outcome, entity_id);

-- Lists of the deals in some statuses, such as all open ones, and their counts.
CREATE INDEX deals_status ON deals (account_id, status_id, id, responsible_id) WHERE deleted_at IS NULL;
