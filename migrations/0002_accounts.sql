-- +goose Up
-- An organisation that wants to guide residents towards work. The profile and
-- the intake point have tables of their own; here stands who it is.
CREATE TABLE providers (
    id         uuid PRIMARY KEY,
    kvk        text NOT NULL UNIQUE CHECK (kvk ~ '^[0-9]{8}$'),
    name       text NOT NULL CHECK (name <> ''),
    slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    created_at timestamptz NOT NULL
);

-- E-mail addresses are compared without regard to case.
CREATE TABLE users (
    id                 uuid PRIMARY KEY,
    email              text NOT NULL CHECK (email LIKE '%_@_%' AND length(email) <= 254),
    name               text NOT NULL,
    lang               text NOT NULL DEFAULT 'nl' CHECK (lang IN ('nl', 'en')),
    password_hash      text NOT NULL DEFAULT '',
    email_confirmed_at timestamptz,
    provider_id        uuid REFERENCES providers (id),
    provider_admin     boolean NOT NULL DEFAULT false,
    municipality_code  text REFERENCES municipalities (code),
    created_at         timestamptz NOT NULL,
    closed_at          timestamptz
);

CREATE UNIQUE INDEX users_email_key ON users (lower(email));
CREATE INDEX users_provider_idx ON users (provider_id);

CREATE TABLE user_roles (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role    text NOT NULL CHECK (role IN ('provider', 'consultant', 'reviewer', 'decider', 'contract_manager', 'administrator')),
    PRIMARY KEY (user_id, role)
);

-- The cookie holds the token, the database only its SHA-256.
CREATE TABLE sessions (
    token_hash   bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);

CREATE INDEX sessions_user_idx ON sessions (user_id);
CREATE INDEX sessions_expires_idx ON sessions (expires_at);

-- One-time links, again only as a hash.
CREATE TABLE tokens (
    hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
    purpose    text NOT NULL CHECK (purpose IN ('confirm-email', 'set-password', 'verify-intake')),
    subject_id uuid NOT NULL,
    email      text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE INDEX tokens_subject_idx ON tokens (subject_id, purpose);

-- Who did what, when, from where (BIO-5). Written in the transaction of the
-- change itself; nothing in the portal updates or deletes a row. People stand
-- here by id only, so that a closed account leaves no name behind; no actor
-- means that the portal did it by itself.
CREATE TABLE audit_entries (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor_id   uuid,
    action     text NOT NULL CHECK (action ~ '^[a-z-]+(\.[a-z-]+)+$'),
    object     text NOT NULL,
    object_id  text NOT NULL,
    origin     text NOT NULL
);

CREATE INDEX audit_entries_object_idx ON audit_entries (object, object_id, id);
CREATE INDEX audit_entries_at_idx ON audit_entries (at);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
