-- +goose Up
-- The code app of a person (AUTH-7). Both secrets are sealed with a key that is
-- not in the database; pending waits for its first right code. last_step is the
-- newest 30-second step of which a code was used, so that each works once.
CREATE TABLE totp_factors (
    user_id      uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    secret       bytea,
    confirmed_at timestamptz,
    last_step    bigint NOT NULL DEFAULT 0,
    pending      bytea,
    CHECK ((secret IS NULL) = (confirmed_at IS NULL))
);

-- Ten codes for who lost the code app. The database knows only their HMAC.
CREATE TABLE recovery_codes (
    hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE INDEX recovery_codes_user_idx ON recovery_codes (user_id);

-- How often something was tried in vain lately, and from when it may be tried
-- again (ASVS 6.3.1). The key is an HMAC: addresses of people who have no account
-- are not kept.
CREATE TABLE throttles (
    key           bytea PRIMARY KEY CHECK (length(key) = 32),
    failures      integer NOT NULL CHECK (failures >= 0),
    tried_at      timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL,
    told          boolean NOT NULL
);

CREATE INDEX throttles_tried_idx ON throttles (tried_at);
