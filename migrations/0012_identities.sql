-- +goose Up
-- Who somebody is at an identity provider (AUTH-5, AUTH-6): the key is issuer
-- and subject, never the e-mail address.
CREATE TABLE identities (
    issuer       text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
    subject      text NOT NULL CHECK (length(subject) BETWEEN 1 AND 500),
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider     text NOT NULL, -- its name in the settings
    kind         text NOT NULL CHECK (kind IN ('eherkenning', 'entra')),
    branch       text NOT NULL DEFAULT '' CHECK (branch ~ '^([0-9]{12})?$'),
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX identities_user_idx ON identities (user_id);

-- A sign-in that is on its way through an identity provider: used once, for ten
-- minutes, by the browser that began it. Both secrets stand here as a SHA-256;
-- nonce and PKCE verifier are made from them and stand nowhere.
CREATE TABLE sso_flows (
    state_hash   bytea PRIMARY KEY CHECK (length(state_hash) = 32),
    browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32),
    provider     text NOT NULL,
    next         text NOT NULL CHECK (length(next) <= 2000),
    again        boolean NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);

CREATE INDEX sso_flows_expires_idx ON sso_flows (expires_at);

-- How sure eHerkenning is of the person; 'local' for every other way in (AUTH-2).
ALTER TABLE sessions
    ADD COLUMN level text NOT NULL DEFAULT 'local' CHECK (level IN ('local', 'basic', 'substantial', 'high'));
