-- The spine: accounts and people, cards and their fields, pipelines, tasks, the event log, jobs.
-- {{…}} are the few words that differ between the engines; see schema.go.
-- Times are unix seconds, money is minor units of the account's currency, flags are booleans.

-- +goose Up
CREATE TABLE install_settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE accounts (
    id         {{ID}},
    subdomain  TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    language   TEXT NOT NULL,
    currency   TEXT NOT NULL,
    time_zone  TEXT NOT NULL,
    country    TEXT NOT NULL DEFAULT '',
    plan       TEXT NOT NULL DEFAULT 'unlimited',
    settings   {{JSON}} NOT NULL DEFAULT '{}',
    created_at BIGINT NOT NULL,
    -- Grows with every change of users, groups and roles: remembered rights are compared with it.
    access_version BIGINT NOT NULL DEFAULT 1,
    -- Grows with every change of custom fields: remembered fields are compared with it.
    fields_version BIGINT NOT NULL DEFAULT 1,
    {{PK_PLAIN}}
);

-- A person is an e-mail and a password; they are a user of one or several accounts.
CREATE TABLE persons (
    id            {{ID}},
    email         TEXT NOT NULL,
    email_key     TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    {{PK_PLAIN}}
);

CREATE TABLE user_groups (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    name       TEXT NOT NULL,
    head_id    BIGINT,
    position   INTEGER NOT NULL DEFAULT 0,
    {{PK}}
);
CREATE INDEX user_groups_account ON user_groups (account_id, position, id);

CREATE TABLE roles (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    name       TEXT NOT NULL,
    rights     {{JSON}} NOT NULL,
    created_at BIGINT NOT NULL,
    {{PK}}
);
CREATE UNIQUE INDEX roles_name ON roles (account_id, name);

CREATE TABLE users (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    person_id  BIGINT NOT NULL,
    name       TEXT NOT NULL,
    role_id    BIGINT,
    group_id   BIGINT,
    is_admin   BOOLEAN NOT NULL DEFAULT FALSE,
    is_active  BOOLEAN NOT NULL DEFAULT TRUE,
    language   TEXT NOT NULL DEFAULT '',
    settings   {{JSON}} NOT NULL DEFAULT '{}',
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    {{PK}}
);
CREATE UNIQUE INDEX users_person ON users (account_id, person_id);
CREATE INDEX users_by_person ON users (person_id);

-- An invitation is a link that lets a new user choose a password; only the hash of its word is kept.
CREATE TABLE invitations (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,
    {{PK}}
);

CREATE TABLE sessions (
    id           {{ID}},
    account_id   BIGINT NOT NULL,
    user_id      BIGINT NOT NULL,
    token_hash   TEXT NOT NULL UNIQUE,
    ip           TEXT NOT NULL,
    user_agent   TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    {{PK}}
);
CREATE INDEX sessions_user ON sessions (account_id, user_id);

CREATE TABLE tokens (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    jti        TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_at    BIGINT,
    {{PK}}
);
CREATE INDEX tokens_user ON tokens (account_id, user_id);

-- Sign-ins: the log a person can look at, and the counter that slows guessing.
CREATE TABLE sign_ins (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    user_id    BIGINT,
    email      TEXT NOT NULL,
    ip         TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    result     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    {{PK}}
);
CREATE INDEX sign_ins_at ON sign_ins (account_id, at);

CREATE TABLE attempt_counters (
    name      TEXT PRIMARY KEY,
    count     INTEGER NOT NULL,
    resets_at BIGINT NOT NULL
);

-- Pipelines. A status of kind won or lost closes a deal; every pipeline has exactly one of each.
CREATE TABLE pipelines (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    name       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    is_main    BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    {{PK}}
);
CREATE INDEX pipelines_account ON pipelines (account_id, position);

CREATE TABLE statuses (
    id          {{ID_FROM_1000}},
    account_id  BIGINT NOT NULL,
    pipeline_id BIGINT NOT NULL,
    name        TEXT NOT NULL,
    hue         INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    position    INTEGER NOT NULL,
    stale_days  INTEGER,
    deleted_at  BIGINT,
    {{PK}}
);
{{START_1001:statuses}}
CREATE INDEX statuses_pipeline ON statuses (account_id, pipeline_id, position);

CREATE TABLE loss_reasons (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    name       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    {{PK}}
);
CREATE INDEX loss_reasons_account ON loss_reasons (account_id, position);

-- Fields. A field belongs to one kind of card; its values live in the card's "data" (truth, by field id) and,
-- for filters and sorting, in field_numbers or field_texts.
CREATE TABLE field_groups (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    name        TEXT NOT NULL,
    position    INTEGER NOT NULL,
    {{PK}}
);
CREATE INDEX field_groups_kind ON field_groups (account_id, entity_kind, position);

CREATE TABLE fields (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    type        TEXT NOT NULL,
    name        TEXT NOT NULL,
    code        TEXT NOT NULL DEFAULT '',
    group_id    BIGINT,
    position    INTEGER NOT NULL,
    is_api_only BOOLEAN NOT NULL DEFAULT FALSE,
    settings    {{JSON}} NOT NULL DEFAULT '{}',
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    deleted_at  BIGINT,
    {{PK}}
);
CREATE INDEX fields_kind ON fields (account_id, entity_kind, position);

CREATE TABLE field_options (
    id         {{ID}},
    account_id BIGINT NOT NULL,
    field_id   BIGINT NOT NULL,
    name       TEXT NOT NULL,
    code       TEXT NOT NULL DEFAULT '',
    position   INTEGER NOT NULL,
    deleted_at BIGINT,
    {{PK}}
);
CREATE INDEX field_options_field ON field_options (account_id, field_id, position);

-- A field is required in a pipeline from a status on (0: always).
CREATE TABLE field_requirements (
    account_id  BIGINT NOT NULL,
    field_id    BIGINT NOT NULL,
    pipeline_id BIGINT NOT NULL,
    status_id   BIGINT NOT NULL,
    PRIMARY KEY (account_id, field_id, pipeline_id)
);

CREATE TABLE field_numbers (
    account_id BIGINT NOT NULL,
    field_id   BIGINT NOT NULL,
    value      DOUBLE PRECISION NOT NULL,
    entity_id  BIGINT NOT NULL,
    PRIMARY KEY (account_id, field_id, value, entity_id)
){{WITHOUT_ROWID}};

CREATE TABLE field_texts (
    account_id BIGINT NOT NULL,
    field_id   BIGINT NOT NULL,
    value      TEXT NOT NULL{{COLLATE_C}},
    entity_id  BIGINT NOT NULL,
    PRIMARY KEY (account_id, field_id, value, entity_id)
){{WITHOUT_ROWID}};

-- Cards. name_key is the folded name: what sorting and comparing see. version grows with every change.
-- The indexes lists are sorted by end in responsible_id: rights are tested without a look at the row.
CREATE TABLE companies (
    id             {{ID}},
    account_id     BIGINT NOT NULL,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL{{COLLATE_C}},
    responsible_id BIGINT NOT NULL,
    data           {{JSON}} NOT NULL DEFAULT '{}',
    next_task_at   BIGINT,
    created_by     BIGINT NOT NULL,
    updated_by     BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    deleted_at     BIGINT,
    deleted_by     BIGINT,
    version        BIGINT NOT NULL DEFAULT 1,
    {{PK}}
);
CREATE INDEX companies_name ON companies (account_id, name_key, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX companies_created ON companies (account_id, created_at, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX companies_updated ON companies (account_id, updated_at, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX companies_responsible ON companies (account_id, responsible_id, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_next_task ON companies (account_id, next_task_at, id) WHERE next_task_at IS NOT NULL;
CREATE INDEX companies_deleted ON companies (account_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE contacts (
    id             {{ID}},
    account_id     BIGINT NOT NULL,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL{{COLLATE_C}},
    first_name     TEXT NOT NULL DEFAULT '',
    last_name      TEXT NOT NULL DEFAULT '',
    company_id     BIGINT,
    responsible_id BIGINT NOT NULL,
    data           {{JSON}} NOT NULL DEFAULT '{}',
    next_task_at   BIGINT,
    created_by     BIGINT NOT NULL,
    updated_by     BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    deleted_at     BIGINT,
    deleted_by     BIGINT,
    version        BIGINT NOT NULL DEFAULT 1,
    {{PK}}
);
CREATE INDEX contacts_name ON contacts (account_id, name_key, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_created ON contacts (account_id, created_at, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_updated ON contacts (account_id, updated_at, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_responsible ON contacts (account_id, responsible_id, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_company ON contacts (account_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX contacts_next_task ON contacts (account_id, next_task_at, id) WHERE next_task_at IS NOT NULL;
CREATE INDEX contacts_deleted ON contacts (account_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE deals (
    id                {{ID}},
    account_id        BIGINT NOT NULL,
    name              TEXT NOT NULL,
    name_key          TEXT NOT NULL{{COLLATE_C}},
    price             BIGINT NOT NULL DEFAULT 0,
    pipeline_id       BIGINT NOT NULL,
    status_id         BIGINT NOT NULL,
    is_closed         BOOLEAN NOT NULL DEFAULT FALSE,
    loss_reason_id    BIGINT,
    company_id        BIGINT,
    main_contact_id   BIGINT,
    responsible_id    BIGINT NOT NULL,
    data              {{JSON}} NOT NULL DEFAULT '{}',
    next_task_at      BIGINT,
    status_changed_at BIGINT NOT NULL,
    closed_at         BIGINT,
    created_by        BIGINT NOT NULL,
    updated_by        BIGINT NOT NULL,
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    deleted_at        BIGINT,
    deleted_by        BIGINT,
    version           BIGINT NOT NULL DEFAULT 1,
    {{PK}}
);
-- The board reads its counts, sums and order from this index alone.
CREATE INDEX deals_board ON deals (account_id, pipeline_id, status_id, updated_at, responsible_id, price, next_task_at) WHERE deleted_at IS NULL;
CREATE INDEX deals_name ON deals (account_id, name_key, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX deals_price ON deals (account_id, price, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX deals_created ON deals (account_id, created_at, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX deals_updated ON deals (account_id, updated_at, id, responsible_id) WHERE deleted_at IS NULL;
CREATE INDEX deals_responsible ON deals (account_id, responsible_id, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_company ON deals (account_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX deals_next_task ON deals (account_id, next_task_at, id) WHERE next_task_at IS NOT NULL;
CREATE INDEX deals_closed ON deals (account_id, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX deals_deleted ON deals (account_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE deal_contacts (
    account_id BIGINT NOT NULL,
    deal_id    BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    position   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, deal_id, contact_id)
){{WITHOUT_ROWID}};
CREATE INDEX deal_contacts_contact ON deal_contacts (account_id, contact_id, deal_id);

CREATE TABLE tags (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL{{COLLATE_C}},
    hue         INTEGER NOT NULL DEFAULT 0,
    {{PK}}
);
CREATE UNIQUE INDEX tags_name ON tags (account_id, entity_kind, name_key);

CREATE TABLE entity_tags (
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    tag_id      BIGINT NOT NULL,
    PRIMARY KEY (account_id, entity_kind, entity_id, tag_id)
){{WITHOUT_ROWID}};
CREATE INDEX entity_tags_tag ON entity_tags (account_id, tag_id, entity_id);

-- Notes and tasks.
CREATE TABLE notes (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    params      {{JSON}} NOT NULL DEFAULT '{}',
    is_pinned   BOOLEAN NOT NULL DEFAULT FALSE,
    created_by  BIGINT NOT NULL,
    updated_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    deleted_at  BIGINT,
    {{PK}}
);
CREATE INDEX notes_entity ON notes (account_id, entity_kind, entity_id, id);
CREATE INDEX notes_updated ON notes (account_id, entity_kind, updated_at, id);

CREATE TABLE task_types (
    id         {{ID_FROM_1000}},
    account_id BIGINT NOT NULL,
    name       TEXT NOT NULL,
    code       TEXT NOT NULL DEFAULT '',
    hue        INTEGER NOT NULL DEFAULT 0,
    icon       TEXT NOT NULL DEFAULT '',
    position   INTEGER NOT NULL,
    deleted_at BIGINT,
    {{PK}}
);
{{START_1001:task_types}}
CREATE INDEX task_types_account ON task_types (account_id, position);

CREATE TABLE tasks (
    id             {{ID}},
    account_id     BIGINT NOT NULL,
    entity_kind    TEXT,
    entity_id      BIGINT,
    type_id        BIGINT NOT NULL,
    text           TEXT NOT NULL,
    due_at         BIGINT NOT NULL,
    is_all_day     BOOLEAN NOT NULL DEFAULT FALSE,
    duration       INTEGER NOT NULL DEFAULT 0,
    responsible_id BIGINT NOT NULL,
    is_completed   BOOLEAN NOT NULL DEFAULT FALSE,
    completed_at   BIGINT,
    result         TEXT NOT NULL DEFAULT '',
    trigger_id     BIGINT,
    created_by     BIGINT NOT NULL,
    updated_by     BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    deleted_at     BIGINT,
    version        BIGINT NOT NULL DEFAULT 1,
    {{PK}}
);
CREATE INDEX tasks_entity ON tasks (account_id, entity_kind, entity_id, is_completed, due_at) WHERE deleted_at IS NULL;
CREATE INDEX tasks_due ON tasks (account_id, is_completed, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_responsible ON tasks (account_id, responsible_id, is_completed, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_updated ON tasks (account_id, updated_at, id) WHERE deleted_at IS NULL;

-- The event log. change_id joins the events of one verb; cause says why (a trigger, an import, another event).
CREATE TABLE events (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    object_kind TEXT NOT NULL DEFAULT '',
    object_id   BIGINT NOT NULL DEFAULT 0,
    actor_kind  TEXT NOT NULL,
    actor_id    BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    change_id   BIGINT NOT NULL,
    depth       INTEGER NOT NULL DEFAULT 0,
    cause_kind  TEXT NOT NULL DEFAULT '',
    cause_id    BIGINT NOT NULL DEFAULT 0,
    before      {{JSON}},
    after       {{JSON}},
    {{PK}}
);
CREATE INDEX events_entity ON events (account_id, entity_kind, entity_id, id);
{{ID_INDEX:events}}

-- How far each reader has come (see kit/event).
CREATE TABLE event_cursors (
    reader     TEXT PRIMARY KEY,
    last_id    BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    error      TEXT NOT NULL DEFAULT ''
);

-- Durable background work. queue_key: jobs of one key run one at a time, in order (states: see kit/job).
CREATE TABLE jobs (
    id           {{ID}},
    account_id   BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    queue_key    TEXT NOT NULL DEFAULT '',
    unique_key   TEXT,
    payload      {{JSON}} NOT NULL,
    state        TEXT NOT NULL,
    run_at       BIGINT NOT NULL,
    attempt      INTEGER NOT NULL DEFAULT 0,
    owner        TEXT NOT NULL DEFAULT '',
    lease_until  BIGINT,
    progress     {{JSON}},
    error        TEXT NOT NULL DEFAULT '',
    is_cancelled BOOLEAN NOT NULL DEFAULT FALSE,
    created_by   BIGINT NOT NULL DEFAULT 0,
    created_at   BIGINT NOT NULL,
    finished_at  BIGINT,
    {{PK}}
);
CREATE INDEX jobs_ready ON jobs (kind, run_at, id) WHERE state = 'ready';
CREATE INDEX jobs_key ON jobs (queue_key, run_at, id) WHERE state = 'ready' AND queue_key <> '';
CREATE INDEX jobs_waiting ON jobs (queue_key, id) WHERE state = 'waiting';
CREATE INDEX jobs_running ON jobs (queue_key, lease_until) WHERE state = 'running';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_dead ON jobs (account_id, id) WHERE state = 'dead';
CREATE UNIQUE INDEX jobs_unique ON jobs (account_id, kind, unique_key) WHERE unique_key IS NOT NULL;
{{ID_INDEX:jobs}}

-- When each recurring task is due next, for all nodes.
CREATE TABLE schedules (
    name   TEXT PRIMARY KEY,
    due_at BIGINT NOT NULL
);

-- Automation: when - if - do.
CREATE TABLE triggers (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    name        TEXT NOT NULL,
    entity_kind TEXT NOT NULL,
    moment      TEXT NOT NULL,
    pipeline_id BIGINT,
    status_id   BIGINT,
    condition   {{JSON}},
    action      TEXT NOT NULL,
    params      {{JSON}} NOT NULL,
    is_on       BOOLEAN NOT NULL DEFAULT TRUE,
    position    INTEGER NOT NULL DEFAULT 0,
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    deleted_at  BIGINT,
    {{PK}}
);
CREATE INDEX triggers_moment ON triggers (account_id, entity_kind, moment) WHERE deleted_at IS NULL;

-- One row for every trigger that answered an event: the guard against a second run, and the log.
CREATE TABLE trigger_runs (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    trigger_id  BIGINT NOT NULL,
    event_id    BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    state       TEXT NOT NULL,
    result      {{JSON}},
    -- Why it was skipped or failed, what it did otherwise than asked: sentences to be translated.
    remarks     {{JSON}},
    created_at  BIGINT NOT NULL,
    finished_at BIGINT,
    {{PK}}
);
CREATE INDEX trigger_runs_trigger ON trigger_runs (account_id, trigger_id, id);
CREATE UNIQUE INDEX trigger_runs_once ON trigger_runs (account_id, trigger_id, event_id);
CREATE INDEX trigger_runs_entity ON trigger_runs (account_id, entity_kind, entity_id, id);
CREATE INDEX trigger_runs_finished ON trigger_runs (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE webhooks (
    id            {{ID}},
    account_id    BIGINT NOT NULL,
    name          TEXT NOT NULL DEFAULT '',
    url           TEXT NOT NULL,
    secret        TEXT NOT NULL,
    kinds         {{JSON}} NOT NULL,
    is_on         BOOLEAN NOT NULL DEFAULT TRUE,
    -- Failures in a row, and until when the address is left alone because of them.
    failures      INTEGER NOT NULL DEFAULT 0,
    failing_since BIGINT,
    rest_until    BIGINT NOT NULL DEFAULT 0,
    created_by    BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    deleted_at    BIGINT,
    {{PK}}
);
CREATE INDEX webhooks_account ON webhooks (account_id) WHERE deleted_at IS NULL;

-- One event for one address. trigger_id is the rule that sent it, 0 when the address asked for the kind itself;
-- event_id is 0 in a test.
CREATE TABLE webhook_deliveries (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    webhook_id  BIGINT NOT NULL,
    event_id    BIGINT NOT NULL,
    event_kind  TEXT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    trigger_id  BIGINT NOT NULL DEFAULT 0,
    replay_of   BIGINT,
    state       TEXT NOT NULL,
    attempt     INTEGER NOT NULL DEFAULT 0,
    next_at     BIGINT,
    status_code INTEGER NOT NULL DEFAULT 0,
    response    TEXT NOT NULL DEFAULT '',
    error       {{JSON}},
    duration_ms INTEGER NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    finished_at BIGINT,
    {{PK}}
);
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (account_id, webhook_id, event_id, trigger_id) WHERE replay_of IS NULL AND event_id > 0;
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (account_id, webhook_id, id);
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at) WHERE finished_at IS NOT NULL;

-- Imports.
CREATE TABLE imports (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    file_name   TEXT NOT NULL,
    file_key    TEXT NOT NULL,
    file_size   BIGINT NOT NULL,
    state       TEXT NOT NULL,
    -- What was found in the file; headings is a hash of its titles, by which the plan of an equal file is remembered.
    facts       {{JSON}} NOT NULL DEFAULT '{}',
    headings    TEXT NOT NULL DEFAULT '',
    plan        {{JSON}} NOT NULL DEFAULT '{}',
    counts      {{JSON}} NOT NULL DEFAULT '{}',
    -- Why it stopped: sentences to be translated.
    error       {{JSON}},
    next_row    BIGINT NOT NULL DEFAULT 0,
    job_id      BIGINT,
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    started_at  BIGINT,
    finished_at BIGINT,
    undone_at   BIGINT,
    {{PK}}
);
CREATE INDEX imports_account ON imports (account_id, id);
CREATE INDEX imports_headings ON imports (account_id, headings, id) WHERE headings <> '';

-- What an import made or changed: its undo walks these. before holds the overwritten values of a joined card.
CREATE TABLE import_items (
    account_id  BIGINT NOT NULL,
    import_id   BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id   BIGINT NOT NULL,
    row_number  BIGINT NOT NULL,
    outcome     TEXT NOT NULL,
    before      {{JSON}},
    PRIMARY KEY (account_id, import_id, entity_kind, entity_id, row_number)
){{WITHOUT_ROWID}};

CREATE TABLE import_problems (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    import_id   BIGINT NOT NULL,
    row_number  BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    value       TEXT NOT NULL,
    reason      {{JSON}} NOT NULL,
    is_fatal    BOOLEAN NOT NULL,
    {{PK}}
);
CREATE INDEX import_problems_list ON import_problems (account_id, import_id, id);

-- Exports made as files.
CREATE TABLE exports (
    id          {{ID}},
    account_id  BIGINT NOT NULL,
    entity_kind TEXT NOT NULL,
    format      TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    file_key    TEXT NOT NULL DEFAULT '',
    file_size   BIGINT NOT NULL DEFAULT 0,
    state       TEXT NOT NULL,
    plan        {{JSON}} NOT NULL,
    row_count   BIGINT NOT NULL DEFAULT 0,
    -- Why it failed: sentences to be translated.
    error       {{JSON}},
    job_id      BIGINT,
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    finished_at BIGINT,
    {{PK}}
);
CREATE INDEX exports_account ON exports (account_id, id);

-- Search reads text normalised in Go: lower case, ё as е, phone digits joined (both engines fold Cyrillic badly).
CREATE TABLE search_entries (
    id             {{ID}},
    account_id     BIGINT NOT NULL,
    entity_kind    TEXT NOT NULL,
    entity_id      BIGINT NOT NULL,
    responsible_id BIGINT NOT NULL,
    status_id      BIGINT,
    name_key       TEXT NOT NULL{{COLLATE_C}},
    text           TEXT NOT NULL,
    {{PK}}
);
CREATE UNIQUE INDEX search_entries_entity ON search_entries (account_id, entity_kind, entity_id);
CREATE INDEX search_entries_name ON search_entries (account_id, name_key, id);
CREATE INDEX search_entries_responsible ON search_entries (account_id, responsible_id);
{{SEARCH_INDEX}}
