-- +goose Up
-- What an authenticator knows a person by: random, so that it says nothing about
-- who it is and is no id of anything else (WebAuthn 14.6.1).
ALTER TABLE users ADD COLUMN passkey_handle bytea NOT NULL UNIQUE CHECK (length(passkey_handle) = 32)
    DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

-- A passkey that may have been copied stays in the list, but is not accepted.
CREATE TABLE passkeys (
    id                uuid PRIMARY KEY,
    user_id           uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name              text NOT NULL CHECK (name <> '' AND length(name) <= 60),
    credential_id     bytea NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    public_key        bytea NOT NULL,
    sign_count        bigint NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    transports        jsonb NOT NULL,
    backup_eligible   boolean NOT NULL,
    backed_up         boolean NOT NULL CHECK (backup_eligible OR NOT backed_up),
    user_verified     boolean NOT NULL,
    created_at        timestamptz NOT NULL,
    last_used_at      timestamptz,
    clone_warning_at  timestamptz
);

CREATE INDEX passkeys_user_idx ON passkeys (user_id);

-- One open question per session and purpose; it goes with its session.
CREATE TABLE passkey_challenges (
    session_hash bytea NOT NULL REFERENCES sessions (token_hash) ON UPDATE CASCADE ON DELETE CASCADE,
    purpose      text NOT NULL CHECK (purpose IN ('add', 'prove')),
    name         text NOT NULL DEFAULT '',
    ceremony     jsonb NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (session_hash, purpose)
);
