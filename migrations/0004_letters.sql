-- +goose Up

-- Every letter the portal sends, kept as sent. A one-time link stands in links
-- only until the letter has left (or can never leave); the bodies hold a
-- placeholder for it.
CREATE TABLE letters (
    id           uuid PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind ~ '^[a-z][a-z_]{2,39}$'),
    to_address   text        NOT NULL CHECK (length(to_address) BETWEEN 3 AND 254
                                             AND to_address ~ '^[^[:space:][:cntrl:]<>]+@[^[:space:][:cntrl:]<>@]+$'),
    to_name      text        NOT NULL DEFAULT '' CHECK (length(to_name) <= 200 AND to_name !~ '[[:cntrl:]]'),
    lang         text        NOT NULL CHECK (lang IN ('nl', 'en')),
    subject      text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 300 AND subject !~ '[[:cntrl:]]'),
    text_body    text        NOT NULL CHECK (text_body <> ''),
    html_body    text        NOT NULL CHECK (html_body <> ''),
    links        jsonb       CHECK (jsonb_typeof(links) = 'object'),
    message_id   text        NOT NULL UNIQUE CHECK (message_id ~ '^[0-9a-f-]{36}@[a-z0-9.:-]+$'),
    dedupe_key   text        NOT NULL UNIQUE CHECK (length(dedupe_key) BETWEEN 10 AND 128),
    about_object text        NOT NULL CHECK (about_object ~ '^[a-z][a-z_]{1,39}$'),
    about_id     text        NOT NULL CHECK (length(about_id) BETWEEN 1 AND 100),
    queued_at    timestamptz NOT NULL,
    sent_at      timestamptz,
    failed_at    timestamptz,
    attempts     integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error   text        NOT NULL DEFAULT '' CHECK (length(last_error) <= 100),

    CONSTRAINT letters_one_end CHECK (sent_at IS NULL OR failed_at IS NULL),
    CONSTRAINT letters_no_secret_kept CHECK (links IS NULL OR (sent_at IS NULL AND failed_at IS NULL)),
    CONSTRAINT letters_end_has_attempt CHECK ((sent_at IS NULL AND failed_at IS NULL) OR attempts > 0),
    CONSTRAINT letters_failure_has_reason CHECK (failed_at IS NULL OR last_error <> '')
);

CREATE INDEX letters_queued ON letters (queued_at DESC, id);
CREATE INDEX letters_about ON letters (about_object, about_id, queued_at);
CREATE INDEX letters_unsent ON letters (queued_at) WHERE sent_at IS NULL;
