-- +goose Up
-- What people upload. The bytes live in the object store under a key made from
-- the id; here stands what they are. A row is written before the first byte is
-- sent, so that nothing in the store is without one. uploaded_by has no foreign
-- key: the row outlives the account.
CREATE TABLE documents (
    id           uuid PRIMARY KEY,
    provider_id  uuid REFERENCES providers (id),
    uploaded_by  uuid NOT NULL,
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    content_type text NOT NULL DEFAULT '',
    size_bytes   bigint NOT NULL DEFAULT 0 CHECK (size_bytes >= 0),
    sha256       text NOT NULL DEFAULT '' CHECK (sha256 ~ '^([0-9a-f]{64})?$'),
    state        text NOT NULL CHECK (state IN ('uploading', 'stored', 'refused', 'removed')),
    refusal      text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    stored_at    timestamptz,
    removed_at   timestamptz,
    erased_at    timestamptz,

    CONSTRAINT documents_stored_complete CHECK ((state IN ('stored', 'removed')) =
        (stored_at IS NOT NULL AND sha256 <> '' AND size_bytes > 0 AND content_type <> '')),
    CONSTRAINT documents_refused_reason CHECK ((state = 'refused') = (refusal <> '')),
    CONSTRAINT documents_removed_at CHECK ((state = 'removed') = (removed_at IS NOT NULL)),
    CONSTRAINT documents_erased_after_removal CHECK (erased_at IS NULL OR state = 'removed')
);

CREATE INDEX documents_provider_idx ON documents (provider_id);
-- The sweep looks only at these; stored documents are not in it.
CREATE INDEX documents_sweep_idx ON documents (id) WHERE state <> 'stored' AND erased_at IS NULL;
