-- +goose Up
-- Who signed for the MGR, by name as it was on that day: the paper is drawn with
-- it, also when the account is closed or renamed since (E10).
ALTER TABLE contracts ADD COLUMN countersignatory_name text NOT NULL DEFAULT '';

UPDATE contracts c SET countersignatory_name = u.name FROM users u WHERE u.id = c.countersigned_by;

-- Answers to requirements that an application is not judged by were never sent (E7).
DELETE FROM sent_answers s USING applications p, requirements r
WHERE p.id = s.application_id AND r.id = s.requirement_id AND r.set_id <> p.set_id;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_agreement_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.agreement_text <> OLD.agreement_text OR NEW.agreement_sha256 <> OLD.agreement_sha256
        OR NEW.template_id IS DISTINCT FROM OLD.template_id OR NEW.reference <> OLD.reference THEN
        RAISE EXCEPTION 'the agreed text of a contract cannot change';
    END IF;
    IF OLD.signed_at IS NOT NULL AND (NEW.signed_at, NEW.signed_by, NEW.signatory_name, NEW.signatory_function, NEW.signed_by_scan)
        IS DISTINCT FROM (OLD.signed_at, OLD.signed_by, OLD.signatory_name, OLD.signatory_function, OLD.signed_by_scan) THEN
        RAISE EXCEPTION 'a signature of a contract cannot change';
    END IF;
    IF OLD.countersigned_at IS NOT NULL AND (NEW.countersigned_at, NEW.countersigned_by, NEW.countersignatory_name, NEW.active_from)
        IS DISTINCT FROM (OLD.countersigned_at, OLD.countersigned_by, OLD.countersignatory_name, OLD.active_from) THEN
        RAISE EXCEPTION 'the countersignature of a contract cannot change';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
