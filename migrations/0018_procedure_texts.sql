-- +goose Up
-- The texts of a procedure are data (OH-10): what a provider can do against a
-- decision, an introduction and whom to ask. revision guards against two people
-- who change it at once.
ALTER TABLE procedures
    ADD COLUMN intro_nl     text NOT NULL DEFAULT '',
    ADD COLUMN intro_en     text NOT NULL DEFAULT '',
    ADD COLUMN objection_nl text,
    ADD COLUMN objection_en text,
    ADD COLUMN contact_nl   text NOT NULL DEFAULT '',
    ADD COLUMN contact_en   text NOT NULL DEFAULT '',
    ADD COLUMN revision     integer NOT NULL DEFAULT 1;

UPDATE procedures SET
    objection_nl = 'Vraag ons om uitleg, of dien een klacht in. Wij kijken het besluit dan opnieuw na.

U kunt ook naar de rechter. Dat heet een kort geding. Doe dat binnen 20 dagen na het besluit.

U kunt op elk moment een nieuwe aanmelding beginnen.',
    objection_en = 'Ask us to explain, or make a complaint. We will then look at the decision again.

You can also go to court. This is called a “kort geding”. Do so within 20 days of the decision.

You can start a new application at any time.';

ALTER TABLE procedures
    ALTER COLUMN objection_nl SET NOT NULL,
    ALTER COLUMN objection_en SET NOT NULL,
    ADD CONSTRAINT procedures_objection CHECK (objection_nl <> '' AND objection_en <> '');

-- What changed in a procedure, from what to what: the audit trail says who, but
-- holds no texts. Nothing here changes afterwards.
CREATE TABLE procedure_changes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures (id),
    at           timestamptz NOT NULL,
    actor_id     uuid NOT NULL REFERENCES users (id),
    field        text NOT NULL CHECK (field ~ '^[a-z]+(_[a-z]+)*$'),
    old_value    text NOT NULL,
    new_value    text NOT NULL CHECK (new_value <> old_value)
);

CREATE INDEX procedure_changes_procedure_idx ON procedure_changes (procedure_id, id DESC);

CREATE TRIGGER procedure_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON procedure_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A requirement set is a draft until it gets its moment; from then on it stays
-- as it is (E3). Before that moment it may be withdrawn, and then never holds.
ALTER TABLE requirement_sets
    ALTER COLUMN in_force_at DROP NOT NULL,
    ADD COLUMN withdrawn_at timestamptz,
    ADD CONSTRAINT requirement_sets_withdrawn CHECK (
        withdrawn_at IS NULL OR (in_force_at IS NOT NULL AND withdrawn_at < in_force_at));

CREATE UNIQUE INDEX requirement_sets_one_draft_key ON requirement_sets (procedure_id) WHERE in_force_at IS NULL;
CREATE UNIQUE INDEX requirement_sets_moment_key ON requirement_sets (procedure_id, in_force_at) WHERE withdrawn_at IS NULL;

-- The order may be changed within one transaction.
ALTER TABLE requirements
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    DROP CONSTRAINT requirements_set_id_position_key,
    ADD CONSTRAINT requirements_set_id_position_key UNIQUE (set_id, position) DEFERRABLE INITIALLY DEFERRED;

-- +goose StatementBegin
CREATE FUNCTION keep_requirement_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.in_force_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
        OR (NEW.id, NEW.procedure_id, NEW.version, NEW.in_force_at) IS DISTINCT FROM (OLD.id, OLD.procedure_id, OLD.version, OLD.in_force_at)
        OR (NEW.example AND NOT OLD.example)
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) THEN
        RAISE EXCEPTION 'a published requirement set cannot change';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION keep_requirements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM requirement_sets
               WHERE in_force_at IS NOT NULL
                 AND (TG_OP <> 'INSERT' AND id = OLD.set_id OR TG_OP <> 'DELETE' AND id = NEW.set_id)) THEN
        RAISE EXCEPTION 'the requirements of a published set cannot change';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER requirement_sets_keep BEFORE UPDATE OR DELETE ON requirement_sets
    FOR EACH ROW EXECUTE FUNCTION keep_requirement_set();
CREATE TRIGGER requirements_keep BEFORE INSERT OR UPDATE OR DELETE ON requirements
    FOR EACH ROW EXECUTE FUNCTION keep_requirements();
