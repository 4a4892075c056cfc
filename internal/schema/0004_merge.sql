-- Merging cards and taking it back, pairs that are known to be different, the words search knows, the recycle bin.

-- +goose Up
-- One row for every merge. before and after are the card that stayed, as it was and as the merge left it; details
-- names the cards that went into it and the tags it got. What was carried over stands in merge_moves.
CREATE TABLE merges (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    before      {{JSON}} NOT NULL,
    after       {{JSON}} NOT NULL,
    details     {{JSON}} NOT NULL,
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    undone_by   BIGINT,
    undone_at   BIGINT,
    {{PK}}
);
CREATE INDEX merges_entity ON merges (account_id, entity_kind, entity_id, id);

-- what says which kind of thing row_id is; from_id is the card it hung on, place its position there.
CREATE TABLE merge_moves (
    account_id BIGINT NOT NULL,
    merge_id   BIGINT NOT NULL,
    what       TEXT NOT NULL,
    row_id     BIGINT NOT NULL,
    from_id    BIGINT NOT NULL,
    place      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, merge_id, what, row_id, from_id)
){{WITHOUT_ROWID}};

-- Where a card that was merged is found now: never another merged one. The row outlives the card in the bin.
CREATE TABLE merged_cards (
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    into_id     BIGINT NOT NULL,
    merge_id    BIGINT NOT NULL,
    PRIMARY KEY (account_id, entity_kind, entity_id)
){{WITHOUT_ROWID}};
CREATE INDEX merged_cards_into ON merged_cards (account_id, entity_kind, into_id);

-- Pairs of cards somebody looked at and found different, the smaller id first.
CREATE TABLE different_cards (
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    low_id      BIGINT NOT NULL,
    high_id     BIGINT NOT NULL,
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (account_id, entity_kind, low_id, high_id)
){{WITHOUT_ROWID}};

-- The words of names, each by itself and with any one letter left out: two words that differ in one letter meet in a piece.
CREATE TABLE search_words (
    account_id BIGINT NOT NULL,
    piece      TEXT NOT NULL{{COLLATE_C}},
    word       TEXT NOT NULL{{COLLATE_C}},
    PRIMARY KEY (account_id, piece, word)
){{WITHOUT_ROWID}};

-- An account that keeps its recycle bin: nothing is taken out of it by itself.
ALTER TABLE accounts ADD COLUMN keeps_bin BOOLEAN NOT NULL DEFAULT FALSE;
