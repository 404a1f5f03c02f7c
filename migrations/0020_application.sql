-- +goose Up
-- The applicant's side in full (E4, E6, E8): organisation data, the other tasks,
-- versions against lost updates, what was sent exactly as it was sent, and why an
-- application was withdrawn.

-- As in the trade register; foreign_register is the number in another country's.
ALTER TABLE providers
    ADD COLUMN street           text NOT NULL DEFAULT '',
    ADD COLUMN postcode         text NOT NULL DEFAULT '',
    ADD COLUMN place            text NOT NULL DEFAULT '',
    ADD COLUMN country          text NOT NULL DEFAULT '',
    ADD COLUMN foreign_register text NOT NULL DEFAULT '',
    ADD COLUMN website          text NOT NULL DEFAULT '',
    ADD COLUMN version          integer NOT NULL DEFAULT 0 CHECK (version >= 0),
    ADD COLUMN changed_by       uuid REFERENCES users (id) ON DELETE SET NULL,
    ADD COLUMN changed_at       timestamptz;

-- earlier_id is the application from which answers were taken over; it may be
-- erased before this one.
ALTER TABLE applications
    ADD COLUMN signatory_name     text NOT NULL DEFAULT '',
    ADD COLUMN signatory_function text NOT NULL DEFAULT '',
    ADD COLUMN signatory_email    text NOT NULL DEFAULT '',
    ADD COLUMN earlier_id         uuid REFERENCES applications (id) ON DELETE SET NULL,
    ADD COLUMN withdrawn_by       uuid REFERENCES users (id),
    ADD COLUMN withdrawal_code    text NOT NULL DEFAULT ''
        CHECK (withdrawal_code IN ('', 'later', 'requirements', 'mistake', 'stopped', 'other')),
    ADD COLUMN withdrawal_note    text NOT NULL DEFAULT '';

-- Every save counts one up; who saves an older version is told.
ALTER TABLE answers ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);

CREATE TABLE application_parts (
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    part           text NOT NULL CHECK (part IN ('contact', 'signatory', 'municipalities')),
    version        integer NOT NULL CHECK (version > 0),
    saved_by       uuid NOT NULL REFERENCES users (id),
    saved_at       timestamptz NOT NULL,
    PRIMARY KEY (application_id, part)
);

-- Where the provider wants to work.
CREATE TABLE application_municipalities (
    application_id    uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    municipality_code text NOT NULL REFERENCES municipalities (code),
    PRIMARY KEY (application_id, municipality_code)
);

-- What was sent: one row per submission, the first and each supplement.
CREATE TABLE submissions (
    id             uuid PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    round          integer NOT NULL CHECK (round > 0),
    sent_at        timestamptz NOT NULL,
    content        jsonb NOT NULL,
    UNIQUE (application_id, round)
);

-- It can be erased when its term is over, and never changed.
-- +goose StatementBegin
CREATE FUNCTION keep_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was sent cannot change';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER submissions_keep BEFORE UPDATE ON submissions
    FOR EACH ROW EXECUTE FUNCTION keep_submission();
