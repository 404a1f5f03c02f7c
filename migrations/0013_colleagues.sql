-- +goose Up
-- When somebody last signed in and was last seen outlives the sessions, for the
-- review of rights (BIO-4); rights_at is when the rights last changed.
ALTER TABLE users
    ADD COLUMN last_signed_in_at timestamptz,
    ADD COLUMN last_seen_at      timestamptz,
    ADD COLUMN rights_at         timestamptz;

-- Somebody who asks to join an organisation that is known already (AUTH-8). It
-- counts after the address was confirmed, and is answered once.
CREATE TABLE join_requests (
    id           uuid PRIMARY KEY,
    provider_id  uuid NOT NULL REFERENCES providers (id),
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    email        text NOT NULL CHECK (email LIKE '%_@_%' AND length(email) <= 254),
    lang         text NOT NULL CHECK (lang IN ('nl', 'en')),
    created_at   timestamptz NOT NULL,
    confirmed_at timestamptz,
    answered_at  timestamptz,
    answered_by  uuid REFERENCES users (id),
    accepted     boolean,
    CONSTRAINT join_requests_answer CHECK (
        (answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (accepted IS NULL)
        AND (answered_at IS NULL OR confirmed_at IS NOT NULL))
);

CREATE UNIQUE INDEX join_requests_open_key ON join_requests (provider_id, lower(email)) WHERE answered_at IS NULL;

ALTER TABLE tokens
    DROP CONSTRAINT tokens_purpose_check,
    ADD CONSTRAINT tokens_purpose_check CHECK (purpose ~ '^[a-z]+(-[a-z]+)*$');
