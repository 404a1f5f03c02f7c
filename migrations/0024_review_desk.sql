-- +goose Up
-- Who has an application in hand. The choice is free: every reviewer may take
-- over, and nobody else is kept out by it.
ALTER TABLE applications
    ADD COLUMN assigned_to uuid REFERENCES users (id),
    ADD COLUMN assigned_at timestamptz,
    ADD CONSTRAINT applications_assigned_check CHECK ((assigned_to IS NULL) = (assigned_at IS NULL));

CREATE INDEX applications_assigned_idx ON applications (assigned_to) WHERE assigned_to IS NOT NULL;

-- What reviewers write to each other, apart from what the provider reads (E7).
-- A note about the whole application has no requirement.
CREATE TABLE review_notes (
    id             uuid PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id),
    requirement_id uuid REFERENCES requirements (id),
    body           text NOT NULL CHECK (body <> '' AND length(body) <= 2000),
    written_by     uuid NOT NULL REFERENCES users (id),
    written_at     timestamptz NOT NULL
);

CREATE INDEX review_notes_application_idx ON review_notes (application_id, written_at);

INSERT INTO review_notes (id, application_id, requirement_id, body, written_by, written_at)
SELECT gen_random_uuid(), application_id, requirement_id, internal_note, checked_by, checked_at
FROM checks WHERE internal_note <> '';

ALTER TABLE checks DROP COLUMN internal_note;

-- Who has an application open now; rows are old after a minute and swept away.
CREATE TABLE review_presence (
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    user_id        uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seen_at        timestamptz NOT NULL,
    PRIMARY KEY (application_id, user_id)
);

CREATE INDEX review_presence_seen_idx ON review_presence (seen_at);

-- Reasons that reviewers use again, so that equal cases read equal words (OH-4).
-- The code is that of the requirement in every version of the set.
CREATE TABLE reason_texts (
    id               uuid PRIMARY KEY,
    requirement_code text NOT NULL,
    outcome          text NOT NULL CHECK (outcome IN ('met', 'not-met', 'supplement-needed', 'not-applicable')),
    title            text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
    body             text NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
    updated_by       uuid NOT NULL REFERENCES users (id),
    updated_at       timestamptz NOT NULL,
    UNIQUE (requirement_code, outcome, title)
);
