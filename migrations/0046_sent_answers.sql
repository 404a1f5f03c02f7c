-- +goose Up
-- The answers as the provider sent them last. Staff read, judge and keep only
-- these (E7): what a provider works on after a request for a supplement is its
-- own until it is sent. Every sending replaces the rows of its application;
-- submissions keeps each sending in words.
CREATE TABLE sent_answers (
    application_id uuid NOT NULL REFERENCES applications (id),
    requirement_id uuid NOT NULL REFERENCES requirements (id),
    accepted       boolean NOT NULL,
    choice         text NOT NULL,
    text           text NOT NULL,
    document_id    uuid REFERENCES documents (id),
    issued_on      date,
    valid_until    date,
    updated_by     uuid NOT NULL REFERENCES users (id),
    updated_at     timestamptz NOT NULL,
    version        integer NOT NULL CHECK (version > 0),
    PRIMARY KEY (application_id, requirement_id)
);

CREATE INDEX sent_answers_document_idx ON sent_answers (document_id);

INSERT INTO sent_answers (application_id, requirement_id, accepted, choice, text, document_id,
    issued_on, valid_until, updated_by, updated_at, version)
SELECT a.application_id, a.requirement_id, a.accepted, a.choice, a.text, a.document_id,
    a.issued_on, a.valid_until, a.updated_by, a.updated_at, a.version
FROM answers a JOIN applications p ON p.id = a.application_id AND p.submitted_at IS NOT NULL;

-- What was saved after the last sending goes back to what was sent then.
UPDATE sent_answers s
SET accepted = COALESCE((sent.answer->>'accepted')::boolean, false),
    choice = COALESCE((SELECT c->>'code' FROM jsonb_array_elements(r.choices) c
        WHERE c->>'name_nl' = sent.answer->>'choice_nl' LIMIT 1), ''),
    text = COALESCE(sent.answer->>'text', ''),
    document_id = (SELECT d.id FROM documents d WHERE d.id = (sent.answer->'document'->>'id')::uuid),
    issued_on = (sent.answer->>'issued_on')::date,
    valid_until = (sent.answer->>'valid_until')::date,
    updated_by = p.submitted_by,
    updated_at = sent.sent_at
FROM (
    SELECT DISTINCT ON (application_id, answer->>'code') application_id, sent_at, answer
    FROM submissions, jsonb_array_elements(content->'answers') answer
    ORDER BY application_id, answer->>'code', round DESC
) sent, applications p, requirements r
WHERE sent.application_id = s.application_id AND p.id = s.application_id AND p.submitted_by IS NOT NULL
    AND r.id = s.requirement_id AND r.code = sent.answer->>'code' AND s.updated_at > sent.sent_at;
