-- Files of cards with their versions and links, who watches a card, what a person keeps at hand.

-- +goose Up
-- A file belongs to a card, and to a note when it was sent with one. A staged file waits for its note and is seen by its
-- uploader alone. version_id is the version that is shown; 0: every one of them was refused.
CREATE TABLE files (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    note_id     BIGINT NOT NULL DEFAULT 0,
    name        TEXT NOT NULL,
    version_id  BIGINT NOT NULL DEFAULT 0,
    versions    INTEGER NOT NULL DEFAULT 0,
    is_staged   BOOLEAN NOT NULL DEFAULT FALSE,
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    deleted_by  BIGINT NOT NULL DEFAULT 0,
    deleted_at  BIGINT,
    {{PK}}
);
CREATE INDEX files_entity ON files (account_id, entity_kind, entity_id, id);
CREATE INDEX files_note ON files (account_id, note_id) WHERE note_id <> 0;
CREATE INDEX files_deleted ON files (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX files_staged ON files (created_at) WHERE is_staged;

-- media_type is what the bytes are. scan: clean, waiting (for the virus scanner), infected (the bytes are gone then).
-- preview: none, waiting (for the job), ready. A picture that was decoded has a width and a height.
CREATE TABLE file_versions (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    file_id    BIGINT NOT NULL,
    number     INTEGER NOT NULL,
    name       TEXT NOT NULL,
    file_key   TEXT NOT NULL,
    size       BIGINT NOT NULL,
    sha256     TEXT NOT NULL,
    media_type TEXT NOT NULL,
    width      INTEGER NOT NULL DEFAULT 0,
    height     INTEGER NOT NULL DEFAULT 0,
    preview    TEXT NOT NULL,
    scan       TEXT NOT NULL,
    virus      TEXT NOT NULL DEFAULT '',
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    {{PK}}
);
CREATE UNIQUE INDEX file_versions_file ON file_versions (account_id, file_id, number);
CREATE INDEX file_versions_waiting ON file_versions (created_at) WHERE scan = 'waiting';

CREATE TABLE file_previews (
    account_id BIGINT NOT NULL,
    version_id BIGINT NOT NULL,
    file_key   TEXT NOT NULL,
    size       BIGINT NOT NULL,
    PRIMARY KEY (account_id, version_id)
){{WITHOUT_ROWID}};

-- What the versions of each uploader take, and all of the account in the row of user 0.
CREATE TABLE file_space (
    account_id BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    versions   BIGINT NOT NULL DEFAULT 0,
    bytes      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, user_id)
){{WITHOUT_ROWID}};

-- In bytes; 0: no limit of the account's own.
CREATE TABLE file_limits (
    account_id BIGINT NOT NULL PRIMARY KEY,
    max_file   BIGINT NOT NULL DEFAULT 0,
    max_space  BIGINT NOT NULL DEFAULT 0,
    max_user   BIGINT NOT NULL DEFAULT 0
);

-- Public links. The word of a link is found by its hash and shown again from its sealed form.
CREATE TABLE file_links (
    id             {{ID}},
    account_id     BIGINT NOT NULL,
    file_id        BIGINT NOT NULL,
    word_hash      TEXT NOT NULL UNIQUE,
    word_sealed    TEXT NOT NULL,
    password_hash  TEXT NOT NULL DEFAULT '',
    expires_at     BIGINT,
    opened         BIGINT NOT NULL DEFAULT 0,
    downloaded     BIGINT NOT NULL DEFAULT 0,
    last_opened_at BIGINT,
    created_by     BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    revoked_at     BIGINT,
    {{PK}}
);
CREATE INDEX file_links_file ON file_links (account_id, file_id, id);

CREATE TABLE watchers (
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    added_by    BIGINT NOT NULL,
    added_at    BIGINT NOT NULL,
    PRIMARY KEY (account_id, entity_kind, entity_id, user_id)
){{WITHOUT_ROWID}};
CREATE INDEX watchers_user ON watchers (account_id, user_id, entity_kind, entity_id);

CREATE TABLE stars (
    account_id  BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    starred_at  BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id, entity_kind, entity_id)
){{WITHOUT_ROWID}};
CREATE INDEX stars_entity ON stars (account_id, entity_kind, entity_id);

-- The last fifty cards each person opened.
CREATE TABLE recents (
    account_id  BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    opened_at   BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id, entity_kind, entity_id)
){{WITHOUT_ROWID}};
CREATE INDEX recents_user ON recents (account_id, user_id, opened_at);
