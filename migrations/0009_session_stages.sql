-- +goose Up
-- A session begins at the password and is full after the second factor; only a
-- full one is anybody. authenticated_at is the last time that the person proved
-- in full who it is, for acts that ask for it again (ASVS 7.5.1).
ALTER TABLE sessions
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD COLUMN stage text NOT NULL DEFAULT 'full' CHECK (stage IN ('password', 'full')),
    ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'totp', 'recovery', 'passkey', 'oidc', 'demo')),
    ADD COLUMN authenticated_at timestamptz,
    ADD COLUMN agent text NOT NULL DEFAULT '' CHECK (length(agent) <= 200),
    ADD COLUMN origin text NOT NULL DEFAULT '';
