-- +goose Up
-- A draft application that moved to a newer version remembers where it came from,
-- so that the provider can read what changed (E3).
ALTER TABLE applications ADD COLUMN moved_from_set_id uuid REFERENCES requirement_sets (id);

-- Questions about the requirements and their answers, for all to read (E15).
-- Who asked is nowhere: asked holds the words until the question is dealt with,
-- email the address for the answer until it was sent. question_nl and question_en
-- are the words that everybody reads. revision guards against two who answer at once.
CREATE TABLE questions (
    id           uuid PRIMARY KEY,
    number       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    procedure_id uuid NOT NULL REFERENCES procedures (id),
    status       text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'answered', 'set-aside')),
    asked        text NOT NULL DEFAULT '' CHECK (length(asked) <= 2000),
    lang         text NOT NULL CHECK (lang IN ('nl', 'en')),
    email        text CHECK (email LIKE '%_@_%' AND length(email) <= 254),
    asked_at     timestamptz NOT NULL,
    question_nl  text NOT NULL DEFAULT '',
    question_en  text NOT NULL DEFAULT '',
    answer_nl    text NOT NULL DEFAULT '',
    answer_en    text NOT NULL DEFAULT '',
    answered_at  timestamptz,
    changed_at   timestamptz,
    reason       text NOT NULL DEFAULT '',
    set_aside_at timestamptz,
    revision     integer NOT NULL DEFAULT 1,
    CHECK (status = 'open' OR (asked = '' AND email IS NULL)),
    CHECK (status <> 'open' OR asked <> ''),
    CHECK ((status = 'answered') = (answered_at IS NOT NULL)),
    CHECK (status <> 'answered' OR (question_nl <> '' AND answer_nl <> '')),
    CHECK ((question_en = '') = (answer_en = '')),
    CHECK ((status = 'set-aside') = (set_aside_at IS NOT NULL AND reason <> ''))
);

CREATE INDEX questions_status_idx ON questions (status, answered_at DESC, asked_at);
