-- When people work: a week of hours, holidays and other days of their own (internal/tenant/worktime).

-- +goose Up
-- NULL: Monday to Friday from nine to six.
ALTER TABLE accounts ADD COLUMN working_hours {{JSON}};
-- NULL: those of the account.
ALTER TABLE users ADD COLUMN working_hours {{JSON}};
