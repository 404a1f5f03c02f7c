-- +goose Up
-- The secret that somebody is putting into a code app is of one session and for
-- ten minutes, so that a secret which somebody else saw earlier opens nothing.
UPDATE totp_factors SET pending = NULL;
ALTER TABLE totp_factors
    ADD COLUMN pending_session uuid,
    ADD COLUMN pending_at timestamptz,
    ADD CHECK ((pending IS NULL) = (pending_at IS NULL) AND (pending IS NULL) = (pending_session IS NULL));
