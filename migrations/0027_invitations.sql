-- +goose Up
-- A consultant asks an organisation without a contract to apply (E14). The
-- reason is for the MGR and is never mailed. provider_id is the organisation
-- that registered through the link of the letter.
CREATE TABLE invitations (
    id                uuid PRIMARY KEY,
    organisation      text NOT NULL CHECK (organisation <> ''),
    email             text NOT NULL CHECK (email LIKE '%_@_%'),
    municipality_code text NOT NULL REFERENCES municipalities (code),
    reason            text NOT NULL CHECK (reason <> '' AND length(reason) <= 500),
    invited_by        uuid NOT NULL REFERENCES users (id),
    invited_at        timestamptz NOT NULL,
    provider_id       uuid REFERENCES providers (id) ON DELETE SET NULL
);

CREATE INDEX invitations_email_idx ON invitations (lower(email), invited_at);
CREATE INDEX invitations_organisation_idx ON invitations (lower(organisation), invited_at);
CREATE INDEX invitations_by_idx ON invitations (invited_by, invited_at DESC);
