-- +goose Up
-- Retention (T11, RET-1…3): how long each class of records is kept, what is due,
-- what is held, what was approved, and what was destroyed.

-- The terms are the region's to set; basis is what stands on the declaration.
CREATE TABLE retention_classes (
    code     text PRIMARY KEY CHECK (code ~ '^[a-z]+(-[a-z]+)*$'),
    position smallint NOT NULL,
    term     smallint NOT NULL CHECK (term > 0),
    unit     text NOT NULL CHECK (unit IN ('day', 'month', 'year')),
    basis    text NOT NULL CHECK (basis <> '')
);

INSERT INTO retention_classes (position, code, term, unit, basis) VALUES
    (1, 'request-text', 42, 'day', 'Selectielijst 2020, 8 – afgebroken (voorziening sociaal domein)'),
    (2, 'request-row', 5, 'year', 'Selectielijst 2020, 19 – verwerkt'),
    (3, 'application-draft', 90, 'day', 'Selectielijst 2020, 16 – afgebroken (niet ingediend)'),
    (4, 'application-withdrawn', 1, 'year', 'Selectielijst 2020, 16 – afgebroken'),
    (5, 'application-rejected', 1, 'year', 'Selectielijst 2020, 16 – niet doorgegaan (inkoopovereenkomst)'),
    (6, 'contract-ended', 10, 'year', 'Selectielijst 2020, 16 – aangegaan'),
    (7, 'invitation', 1, 'year', 'Selectielijst 2020, 16 – niet doorgegaan'),
    (8, 'login', 6, 'month', 'Selectielijst 2020, 19 – login-gegevens');

-- An approval of one class; it ends as a declaration.
CREATE TABLE retention_approvals (
    id          uuid PRIMARY KEY,
    class       text NOT NULL REFERENCES retention_classes (code),
    approved_by uuid NOT NULL REFERENCES users (id),
    approved_at timestamptz NOT NULL,
    destroyed   integer NOT NULL DEFAULT 0,
    objects     integer NOT NULL DEFAULT 0,
    first_on    date,
    last_on     date
);

-- A record that is due. The row goes when the record is gone from the database and
-- its documents from the object store; only then is it counted.
CREATE TABLE retention_items (
    id          uuid PRIMARY KEY,
    class       text NOT NULL REFERENCES retention_classes (code),
    record_id   text NOT NULL,
    reference   text NOT NULL,
    related     text[] NOT NULL DEFAULT '{}', -- references of what goes with it
    covers      text[] NOT NULL DEFAULT '{}', -- ids of what goes with it
    started_on  date NOT NULL,
    due_on      date NOT NULL,
    listed_at   timestamptz NOT NULL,
    approval_id uuid REFERENCES retention_approvals (id),
    erased_at   timestamptz,
    documents   uuid[] NOT NULL DEFAULT '{}', -- whose bytes must still go
    blocked     text NOT NULL DEFAULT '' CHECK (blocked IN ('', 'held', 'locked')),
    UNIQUE (class, record_id),
    CHECK (erased_at IS NULL OR approval_id IS NOT NULL)
);

CREATE INDEX retention_items_approval_idx ON retention_items (approval_id) WHERE approval_id IS NOT NULL;

-- A record that may not be destroyed (RET-2), by the reference people know it by.
CREATE TABLE retention_holds (
    id        uuid PRIMARY KEY,
    reference text NOT NULL CHECK (reference <> ''),
    reason    text NOT NULL CHECK (reason <> '' AND length(reason) <= 500),
    until_on  date,
    placed_by uuid NOT NULL REFERENCES users (id),
    placed_at timestamptz NOT NULL,
    lifted_by uuid REFERENCES users (id),
    lifted_at timestamptz,
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);

CREATE INDEX retention_holds_reference_idx ON retention_holds (reference) WHERE lifted_at IS NULL;

-- The declaration of destruction: kept for ever, and about no person.
CREATE TABLE destruction_declarations (
    id           uuid PRIMARY KEY,
    number       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    class        text NOT NULL,
    basis        text NOT NULL,
    term         smallint NOT NULL,
    unit         text NOT NULL,
    records      integer NOT NULL CHECK (records > 0),
    objects      integer NOT NULL,
    first_on     date NOT NULL,
    last_on      date NOT NULL,
    approved_by  uuid NOT NULL REFERENCES users (id),
    approved_at  timestamptz NOT NULL,
    completed_at timestamptz NOT NULL
);

CREATE TRIGGER destruction_declarations_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON destruction_declarations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was sent or signed cannot be deleted, unless its destruction is approved.
-- +goose StatementBegin
CREATE FUNCTION destruction_approved(record uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT 1 FROM retention_items
                   WHERE approval_id IS NOT NULL AND (record_id = record::text OR record::text = ANY (covers)))
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_contract_record() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' AND destruction_approved(OLD.contract_id) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR TG_TABLE_NAME = 'contract_copies' THEN
        RAISE EXCEPTION 'a kept record of a contract cannot change';
    END IF;
    IF (to_jsonb(NEW) - ARRAY['applied_at', 'cancelled_at', 'cancelled_by'])
        <> (to_jsonb(OLD) - ARRAY['applied_at', 'cancelled_at', 'cancelled_by']) THEN
        RAISE EXCEPTION 'a kept record of a contract cannot change';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_sent_letter() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    application uuid;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF TG_TABLE_NAME = 'supplement_parts' THEN
            SELECT s.application_id INTO application FROM supplement_requests s WHERE s.id = (to_jsonb(OLD) ->> 'request_id')::uuid;
        ELSE
            application := (to_jsonb(OLD) ->> 'application_id')::uuid;
        END IF;
        IF destruction_approved(application) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was sent cannot change';
END
$$;
-- +goose StatementEnd

-- Of an erased request only the clock stays: no text, nobody's name (T11).
ALTER TABLE requests
    ALTER COLUMN consultant_id DROP NOT NULL,
    ADD COLUMN erased_at timestamptz,
    ADD CONSTRAINT requests_consultant CHECK (consultant_id IS NOT NULL OR erased_at IS NOT NULL),
    ADD CONSTRAINT requests_erased CHECK (erased_at IS NULL OR (
        closed_at IS NOT NULL AND consultant_id IS NULL AND stand_in_id IS NULL AND assigned_to IS NULL AND previous_id IS NULL
        AND own_reference = '' AND question = '' AND goals = '' AND contact_phone = '' AND appointment_place = ''
        AND outcome_reason = '' AND close_note = '' AND start_wish_on IS NULL AND start_rung IS NULL AND target_rung IS NULL
        AND expected_start_on IS NULL AND hours_per_week IS NULL AND duration_weeks IS NULL));

ALTER TABLE request_events ALTER COLUMN actor_id DROP NOT NULL;

CREATE INDEX requests_closed_idx ON requests (closed_at) WHERE closed_at IS NOT NULL;

-- The trail is append-only, except for who signed in when: that goes after half a
-- year (180 days at least), and only through forget_signins, which the application's role
-- may call without the right to delete from the trail itself.
-- +goose StatementBegin
CREATE FUNCTION keep_audit_entry() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.action NOT LIKE 'session.%' OR OLD.at > now() - interval '180 days' THEN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END
$$;
-- +goose StatementEnd

DROP TRIGGER audit_entries_append_only ON audit_entries;
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_keep BEFORE DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION keep_audit_entry();

-- +goose StatementBegin
CREATE FUNCTION forget_signins(from_at timestamptz, until_at timestamptz) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    WITH gone AS (
        DELETE FROM public.audit_entries
        WHERE action LIKE 'session.%' AND at >= from_at AND at < until_at AND at <= now() - interval '180 days'
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
-- +goose StatementEnd

CREATE INDEX audit_entries_signins_idx ON audit_entries (at) WHERE action LIKE 'session.%';
