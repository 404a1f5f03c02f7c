-- +goose Up
-- Systems of municipalities that send matching requests by program. Of a token
-- only hashes are kept; the one before works until previous_until. Requests are
-- sent for consultant_id. window_at and calls count the calls of one minute.
CREATE TABLE clients (
    id                uuid PRIMARY KEY,
    name              text NOT NULL CHECK (name <> '' AND length(name) <= 80),
    municipality_code text NOT NULL REFERENCES municipalities (code),
    consultant_id     uuid NOT NULL REFERENCES users (id),
    scopes            text NOT NULL CHECK (scopes ~ '^requests:(read|write|withdraw)( requests:(read|write|withdraw))*$'),
    prefix            text NOT NULL UNIQUE CHECK (prefix ~ '^mgr_[0-9a-f]{12}$'),
    secret_hash       bytea NOT NULL CHECK (length(secret_hash) = 32),
    previous_hash     bytea CHECK (length(previous_hash) = 32),
    previous_until    timestamptz,
    expires_at        timestamptz NOT NULL,
    created_at        timestamptz NOT NULL,
    last_used_at      timestamptz,
    revoked_at        timestamptz,
    window_at         timestamptz,
    calls             integer NOT NULL DEFAULT 0,
    CHECK ((previous_hash IS NULL) = (previous_until IS NULL))
);

CREATE INDEX clients_municipality_idx ON clients (municipality_code);

-- What a client sent under a key that it chose. request_id is fixed with the
-- first call, so that a repeated call can never make a second request; the hash
-- of the body and the answer come after it went well.
CREATE TABLE client_calls (
    client_id  uuid NOT NULL REFERENCES clients (id),
    key        uuid NOT NULL,
    request_id uuid NOT NULL UNIQUE,
    body_hash  bytea CHECK (length(body_hash) = 32),
    answer     text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (client_id, key),
    CHECK ((body_hash IS NULL) = (answer IS NULL))
);

CREATE INDEX client_calls_created_idx ON client_calls (created_at);
