-- +goose Up
-- Which reminders of a request went out (T6). One row per request and step, so
-- that none goes out twice, whichever instance sends it. late says that it went
-- out after its own day, because nothing ran then.
CREATE TABLE request_reminders (
    request_id uuid NOT NULL REFERENCES requests (id),
    step       text NOT NULL CHECK (step IN ('first', 'second', 'breach')),
    sent_at    timestamptz NOT NULL,
    late       boolean NOT NULL,
    PRIMARY KEY (request_id, step)
);

-- A letter that is no longer true when it has not left yet is recalled: kept, and
-- never sent.
ALTER TABLE letters
    ADD COLUMN recalled_at timestamptz,
    DROP CONSTRAINT letters_one_end,
    DROP CONSTRAINT letters_no_secret_kept,
    ADD CONSTRAINT letters_one_end CHECK (num_nonnulls(sent_at, failed_at, recalled_at) <= 1),
    ADD CONSTRAINT letters_no_secret_kept CHECK (links IS NULL OR num_nonnulls(sent_at, failed_at, recalled_at) = 0);
