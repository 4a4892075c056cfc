-- Tasks in their full depth: people who take part, a checklist, recurrence.

-- +goose Up
-- The repetition of a task as JSON: its rule, the day and time it is planned for, and what the next one is made from
-- when this one was changed alone. Only the newest task of a series is open.
ALTER TABLE tasks ADD COLUMN recurrence {{JSON}};
-- The first task of the series and the place in it; both empty for the first one and for tasks that do not repeat.
ALTER TABLE tasks ADD COLUMN series_id BIGINT;
ALTER TABLE tasks ADD COLUMN occurrence INTEGER NOT NULL DEFAULT 0;
-- The points of the checklist in their order, NULL when there is none.
ALTER TABLE tasks ADD COLUMN checklist {{JSON}};
-- A task that is completed twice at once has one successor.
CREATE UNIQUE INDEX tasks_series ON tasks (account_id, series_id, occurrence) WHERE series_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_completed ON tasks (account_id, completed_at, id) WHERE completed_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_repeating ON tasks (account_id, due_at, id) WHERE recurrence IS NOT NULL AND is_completed = FALSE AND deleted_at IS NULL;

-- Who also sees a task and has it in their calendar, beside the one who does it.
CREATE TABLE task_participants (
    account_id BIGINT NOT NULL,
    task_id    BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    PRIMARY KEY (account_id, task_id, user_id)
){{WITHOUT_ROWID}};
CREATE INDEX task_participants_user ON task_participants (account_id, user_id, task_id);
