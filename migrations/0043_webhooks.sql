-- +goose Up
-- Where the system of a municipality hears that a request changed. The secrets
-- are sealed: they sign, so they must be read. last_number counts the events, also
-- those that were not kept because the address was off. leased_until keeps other
-- instances away while one delivers.
CREATE TABLE webhooks (
    client_id       uuid PRIMARY KEY REFERENCES clients (id),
    url             text NOT NULL CHECK (url ~ '^https?://' AND length(url) <= 500),
    secret          bytea NOT NULL,
    previous_secret bytea,
    previous_until  timestamptz,
    last_number     bigint NOT NULL DEFAULT 0,
    failing_since   timestamptz,
    disabled_at     timestamptz,
    leased_until    timestamptz,
    created_at      timestamptz NOT NULL,
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);

-- One message to one address, as it is sent: never with the text of a request.
CREATE TABLE webhook_events (
    id              uuid PRIMARY KEY,
    client_id       uuid NOT NULL REFERENCES webhooks (client_id),
    number          bigint NOT NULL,
    kind            text NOT NULL CHECK (kind <> ''),
    about_id        uuid NOT NULL,
    reference       text NOT NULL,
    body            text NOT NULL,
    created_at      timestamptz NOT NULL,
    attempts        integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    last_result     text NOT NULL DEFAULT '',
    delivered_at    timestamptz,
    UNIQUE (client_id, number)
);

CREATE INDEX webhook_events_waiting_idx ON webhook_events (client_id, number) WHERE delivered_at IS NULL;
