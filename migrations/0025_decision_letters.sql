-- +goose Up
-- Every term that was set for an application, in working days, so that anybody
-- can see that all had the same (OH-4, E8).
CREATE TABLE application_terms (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id),
    kind           text NOT NULL CHECK (kind IN ('decision', 'repair')),
    workdays       smallint NOT NULL CHECK (workdays > 0),
    set_at         timestamptz NOT NULL,
    due_on         date NOT NULL
);

CREATE INDEX application_terms_application_idx ON application_terms (application_id, id);

-- Until now every term came from the one procedure, whose terms never changed.
INSERT INTO application_terms (application_id, kind, workdays, set_at, due_on)
SELECT a.id, 'decision', p.decision_workdays, a.submitted_at, a.decide_by_on
FROM applications a JOIN procedures p ON p.id = a.procedure_id
WHERE a.submitted_at IS NOT NULL AND a.decide_by_on IS NOT NULL
ORDER BY a.submitted_at, a.id;

INSERT INTO application_terms (application_id, kind, workdays, set_at, due_on)
SELECT a.id, 'repair', p.repair_workdays, e.at, a.supplement_due_on
FROM applications a JOIN procedures p ON p.id = a.procedure_id
JOIN LATERAL (SELECT max(at) AS at FROM application_events
              WHERE application_id = a.id AND status = 'supplement-requested') e ON e.at IS NOT NULL
WHERE a.supplement_due_on IS NOT NULL
ORDER BY e.at, a.id;

-- A request to complete an application, with the words as they were sent.
CREATE TABLE supplement_requests (
    id             uuid PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id),
    round          integer NOT NULL CHECK (round > 0),
    asked_by       uuid NOT NULL REFERENCES users (id),
    asked_at       timestamptz NOT NULL,
    answer_by_on   date NOT NULL,
    UNIQUE (application_id, round)
);

CREATE TABLE supplement_parts (
    request_id     uuid NOT NULL REFERENCES supplement_requests (id),
    requirement_id uuid NOT NULL REFERENCES requirements (id),
    reasons        text NOT NULL CHECK (reasons <> ''),
    PRIMARY KEY (request_id, requirement_id)
);

-- The decision as it was sent (E9): the letter in both languages, with the
-- SHA-256 of its bytes. It never changes and never goes.
CREATE TABLE decision_letters (
    application_id uuid PRIMARY KEY REFERENCES applications (id),
    content        bytea NOT NULL CHECK (length(content) > 0),
    sha256         text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
    sent_at        timestamptz NOT NULL,
    sent_by        uuid NOT NULL REFERENCES users (id)
);

-- +goose StatementBegin
CREATE FUNCTION keep_sent_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was sent cannot change';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER decision_letters_keep BEFORE UPDATE OR DELETE ON decision_letters
    FOR EACH ROW EXECUTE FUNCTION keep_sent_letter();
CREATE TRIGGER supplement_requests_keep BEFORE UPDATE OR DELETE ON supplement_requests
    FOR EACH ROW EXECUTE FUNCTION keep_sent_letter();
CREATE TRIGGER supplement_parts_keep BEFORE UPDATE OR DELETE ON supplement_parts
    FOR EACH ROW EXECUTE FUNCTION keep_sent_letter();
