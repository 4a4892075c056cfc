-- Notices to people, how they reach them (browser, push, letter), and letters at all: the account's mail server,
-- a forgotten password.

-- +goose Up
-- source says what a notice came of ("event:<id>", "due:<task>:<moment>", …): one of each for a user, whatever runs twice.
CREATE TABLE notices (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    source      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    tab         TEXT NOT NULL,
    entity_kind TEXT NOT NULL DEFAULT '',
    entity_id   BIGINT NOT NULL DEFAULT 0,
    object_kind TEXT NOT NULL DEFAULT '',
    object_id   BIGINT NOT NULL DEFAULT 0,
    actor_kind  TEXT NOT NULL DEFAULT '',
    actor_id    BIGINT NOT NULL DEFAULT 0,
    params      {{JSON}} NOT NULL DEFAULT '{}',
    -- How many changes one notice stands for.
    total       BIGINT NOT NULL DEFAULT 1,
    -- Quiet ones stand in the centre and count nowhere.
    is_quiet    BOOLEAN NOT NULL DEFAULT FALSE,
    created_at  BIGINT NOT NULL,
    read_at     BIGINT,
    done_at     BIGINT,
    -- When a letter may tell of it (NULL: none), and when one did.
    mail_at     BIGINT,
    mailed_at   BIGINT,
    {{PK}}
);
CREATE UNIQUE INDEX notices_source ON notices (account_id, user_id, source);
CREATE INDEX notices_list ON notices (account_id, user_id, id);
CREATE INDEX notices_tab ON notices (account_id, user_id, tab, id);
CREATE INDEX notices_unread ON notices (account_id, user_id, id) WHERE read_at IS NULL;
CREATE INDEX notices_mail ON notices (account_id, user_id, mail_at) WHERE mail_at IS NOT NULL;
CREATE INDEX notices_created ON notices (created_at);

CREATE TABLE notice_settings (
    account_id   BIGINT NOT NULL,
    user_id      BIGINT NOT NULL,
    lead_minutes INTEGER NOT NULL,
    is_quiet     BOOLEAN NOT NULL DEFAULT FALSE,
    quiet_from   INTEGER NOT NULL DEFAULT 0,
    quiet_until  INTEGER NOT NULL DEFAULT 0,
    time_zone    TEXT NOT NULL DEFAULT '',
    choices      {{JSON}} NOT NULL DEFAULT '{}',
    updated_at   BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
){{WITHOUT_ROWID}};

-- The reminders that were made, by moment: a task that is moved is reminded of again.
CREATE TABLE task_reminders (
    account_id BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    task_id    BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    due_at     BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id, task_id, kind, due_at)
){{WITHOUT_ROWID}};
CREATE INDEX task_reminders_due ON task_reminders (due_at);

-- Reminders look for what is due in every account at once.
CREATE INDEX tasks_waiting ON tasks (due_at, id) WHERE is_completed = FALSE AND deleted_at IS NULL;

-- Until when reminders were made, one row for the installation.
CREATE TABLE reminder_marks (
    name TEXT PRIMARY KEY,
    at   BIGINT NOT NULL
);

-- The browsers that take pushes, each as long as its session lives. The keys are sealed.
CREATE TABLE push_subscriptions (
    id            {{ID}},
    account_id    BIGINT NOT NULL,
    user_id       BIGINT NOT NULL,
    session_id    BIGINT NOT NULL,
    endpoint      TEXT NOT NULL,
    endpoint_hash TEXT NOT NULL,
    keys          TEXT NOT NULL,
    user_agent    TEXT NOT NULL DEFAULT '',
    created_at    BIGINT NOT NULL,
    used_at       BIGINT,
    {{PK}}
);
CREATE UNIQUE INDEX push_subscriptions_endpoint ON push_subscriptions (account_id, endpoint_hash);
CREATE INDEX push_subscriptions_user ON push_subscriptions (account_id, user_id, id);

-- The mail server of an account. The password is sealed; base_url is where letters lead.
CREATE TABLE smtp_settings (
    account_id BIGINT PRIMARY KEY,
    host       TEXT NOT NULL,
    port       INTEGER NOT NULL,
    security   TEXT NOT NULL,
    user_name  TEXT NOT NULL DEFAULT '',
    password   TEXT NOT NULL DEFAULT '',
    from_email TEXT NOT NULL,
    from_name  TEXT NOT NULL DEFAULT '',
    base_url   TEXT NOT NULL,
    -- Why the last letter did not go: sentences to be translated; NULL when it went.
    error      {{JSON}},
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL
);

-- A forgotten password: only the hash of the word in the letter is kept.
CREATE TABLE password_resets (
    id         {{ID}},
    person_id  BIGINT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    {{PK_PLAIN}}
);
CREATE INDEX password_resets_person ON password_resets (person_id);
CREATE INDEX password_resets_expires ON password_resets (expires_at);
