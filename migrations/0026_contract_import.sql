-- +goose Up
-- Contracts from before the open house come from a spreadsheet (E11).

-- One import: read and checked, then carried out exactly as it was shown. Rows
-- hold what the file says until it is imported or expires. Empty people mean
-- the command line.
CREATE TABLE contract_imports (
    id          uuid PRIMARY KEY,
    file_name   text NOT NULL,
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'), -- of the file
    rows        jsonb NOT NULL,
    created_by  uuid REFERENCES users (id),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    imported_by uuid REFERENCES users (id),
    imported_at timestamptz,
    outcome     jsonb
);

CREATE INDEX contract_imports_expires_idx ON contract_imports (expires_at) WHERE imported_at IS NULL;

-- What a row said when it was last imported. A cell that still says the same
-- never undoes what changed in the portal since.
CREATE TABLE imported_contracts (
    provider_id  uuid NOT NULL REFERENCES providers (id),
    segment_code text NOT NULL REFERENCES segments (code),
    contract_id  uuid NOT NULL UNIQUE REFERENCES contracts (id),
    import_id    uuid NOT NULL REFERENCES contract_imports (id),
    facts        jsonb NOT NULL,
    PRIMARY KEY (provider_id, segment_code)
);

-- A profile that was imported on the command line was published by nobody with
-- an account.
ALTER TABLE profile_versions ALTER COLUMN published_by DROP NOT NULL;
