-- +goose Up
-- What came of it (BIO-5): done, or refused. Failed sign-ins and what somebody
-- tried to see without having the right to stand in the same trail.
ALTER TABLE audit_entries
    ADD COLUMN result text NOT NULL DEFAULT 'ok' CHECK (result IN ('ok', 'refused'));

CREATE INDEX audit_entries_actor_idx ON audit_entries (actor_id, id);
CREATE INDEX audit_entries_action_idx ON audit_entries (action text_pattern_ops, id);

-- The letters that somebody got, for who asks what is kept about them (AVG-7).
CREATE INDEX letters_recipient_idx ON letters (lower(to_address), queued_at);
