-- +goose Up
-- How many months a confirmed profile (D4) and a proven mailbox of an intake point
-- (D11) count: no rule fixes them, so they are the region's to set, with a reason.
CREATE TABLE directory_terms (
    only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    confirm_months smallint NOT NULL DEFAULT 6 CHECK (confirm_months BETWEEN 3 AND 24),
    verify_months  smallint NOT NULL DEFAULT 12 CHECK (verify_months BETWEEN 3 AND 24),
    revision       integer NOT NULL DEFAULT 1
);
INSERT INTO directory_terms DEFAULT VALUES;

-- What was changed, by whom and why.
CREATE TABLE directory_term_changes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor_id    uuid NOT NULL REFERENCES users (id),
    reason      text NOT NULL CHECK (reason <> '' AND length(reason) <= 500),
    old_confirm smallint NOT NULL,
    old_verify  smallint NOT NULL,
    new_confirm smallint NOT NULL,
    new_verify  smallint NOT NULL
);

-- Public profiles say whether they are confirmed, so pages made before a change are stale.
CREATE TRIGGER finder_lists_changed AFTER INSERT OR UPDATE OR DELETE ON directory_terms
    FOR EACH STATEMENT EXECUTE FUNCTION finder_lists_changed();
