-- +goose Up
-- Agreement templates and the life of contracts (E10, E12, E13, OH-15).

-- One version of the framework agreement's text, with merge fields in braces. It
-- is a draft until in_force_at; at most one draft at a time. A version never
-- changes once in force. created_by is empty for what came with the portal.
CREATE TABLE agreement_templates (
    id          uuid PRIMARY KEY,
    version     integer NOT NULL UNIQUE CHECK (version > 0),
    body        text NOT NULL CHECK (body <> ''),
    example     boolean NOT NULL DEFAULT false,
    revision    integer NOT NULL DEFAULT 1, -- guards a draft against two editors
    created_by  uuid REFERENCES users (id),
    created_at  timestamptz NOT NULL,
    updated_by  uuid REFERENCES users (id),
    updated_at  timestamptz NOT NULL,
    in_force_at timestamptz,
    in_force_by uuid REFERENCES users (id)
);

CREATE UNIQUE INDEX agreement_templates_one_draft_key ON agreement_templates ((true)) WHERE in_force_at IS NULL;

-- +goose StatementBegin
CREATE FUNCTION keep_agreement_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.in_force_at IS NOT NULL THEN
        RAISE EXCEPTION 'a version of the agreement that is in force cannot change';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER agreement_templates_keep BEFORE UPDATE OR DELETE ON agreement_templates
    FOR EACH ROW EXECUTE FUNCTION keep_agreement_template();

INSERT INTO agreement_templates (id, version, body, example, created_at, updated_at, in_force_at) VALUES
    ('5e0f1c84-7a7b-4f6e-9a3c-3d2b8c11c001', 1, 'RAAMOVEREENKOMST {kenmerk}
Voorbeeldtekst: geldt als voorbeeld totdat de MGR de tekst heeft vastgesteld.

Partijen
1. De Modulaire Gemeenschappelijke Regeling sociaal domein Limburg-Noord, namens de deelnemende gemeenten, hierna: de MGR.
2. {aanbieder}, ingeschreven in het handelsregister onder nummer {kvk}, hierna: de aanbieder.

Artikel 1. Toelating
De aanbieder is op {toegelaten} toegelaten voor het segment {segment}. De toelating volgt uit aanmelding {aanmelding}, die is getoetst aan versie {eisen} van de gepubliceerde eisen.

Artikel 2. Opdrachten
De inwoner kiest de aanbieder. Deze overeenkomst geeft geen recht op opdrachten.

Artikel 3. Matchingsgesprek
De aanbieder heeft één centraal aanmeldpunt. Na een verzoek van een gemeente voert de aanbieder binnen vijf werkdagen een matchingsgesprek. Dit gesprek wordt niet vergoed.

Artikel 4. Tarief
De gemeente betaalt het uurtarief dat de MGR elk jaar op haar website bekendmaakt. Het tarief is voor elke aanbieder gelijk.

Artikel 5. Eisen
De aanbieder voldoet tijdens de hele looptijd aan de eisen waarop hij is toegelaten, aan het Handboek Participatie en aan de werkafspraken.

Artikel 6. Einde
Als de overeenkomst eindigt of wordt geschorst, deelt de MGR dat schriftelijk en met redenen mee. Lopende trajecten mogen worden afgemaakt.
', true, '2022-04-01 00:00:00 Europe/Amsterdam', '2022-04-01 00:00:00 Europe/Amsterdam', '2022-04-01 00:00:00 Europe/Amsterdam');

-- How many working days MGR has to countersign.
ALTER TABLE procedures ADD COLUMN countersign_workdays smallint NOT NULL DEFAULT 10 CHECK (countersign_workdays > 0);

-- A contract that was signed on paper before the portal is of origin 'import':
-- it may lack application, template, text and the persons who signed.
ALTER TABLE contracts
    ADD COLUMN origin            text NOT NULL DEFAULT 'portal' CHECK (origin IN ('portal', 'import')),
    ADD COLUMN template_id       uuid REFERENCES agreement_templates (id),
    ADD COLUMN signed_by_scan    boolean NOT NULL DEFAULT false,
    ADD COLUMN countersign_by_on date,
    ADD COLUMN suspended_on      date;

UPDATE contracts SET template_id = '5e0f1c84-7a7b-4f6e-9a3c-3d2b8c11c001';
UPDATE contracts SET countersign_by_on = (signed_at AT TIME ZONE 'Europe/Amsterdam')::date + 14 WHERE status = 'signed';

ALTER TABLE contracts
    DROP CONSTRAINT contracts_check,
    DROP CONSTRAINT contracts_check1,
    DROP CONSTRAINT contracts_agreement_sha256_check,
    ADD CONSTRAINT contracts_signed CHECK (status IN ('offered', 'ended') OR origin = 'import'
        OR (signed_at IS NOT NULL AND signed_by IS NOT NULL AND signatory_name <> '')),
    ADD CONSTRAINT contracts_countersigned CHECK (status IN ('offered', 'signed', 'ended')
        OR (active_from IS NOT NULL AND (origin = 'import' OR countersigned_at IS NOT NULL))),
    ADD CONSTRAINT contracts_agreement CHECK ((origin = 'import' AND agreement_text = '' AND agreement_sha256 = '')
        OR (agreement_text <> '' AND agreement_sha256 ~ '^[0-9a-f]{64}$')),
    ADD CONSTRAINT contracts_template CHECK (origin = 'import' OR template_id IS NOT NULL),
    ADD CONSTRAINT contracts_suspended CHECK ((status = 'suspended') = (suspended_on IS NOT NULL));

-- What was signed stays as it was signed.
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
    IF OLD.countersigned_at IS NOT NULL AND (NEW.countersigned_at, NEW.countersigned_by, NEW.active_from)
        IS DISTINCT FROM (OLD.countersigned_at, OLD.countersigned_by, OLD.active_from) THEN
        RAISE EXCEPTION 'the countersignature of a contract cannot change';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- A scan of the agreement that was signed on paper, until staff looked at it.
CREATE TABLE contract_scans (
    id                 uuid PRIMARY KEY,
    contract_id        uuid NOT NULL REFERENCES contracts (id),
    document_id        uuid NOT NULL UNIQUE REFERENCES documents (id),
    signatory_name     text NOT NULL,
    signatory_function text NOT NULL,
    uploaded_by        uuid NOT NULL REFERENCES users (id),
    uploaded_at        timestamptz NOT NULL,
    outcome            text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'accepted', 'refused')),
    reasons            text NOT NULL DEFAULT '',
    checked_by         uuid REFERENCES users (id),
    checked_at         timestamptz,
    CHECK ((outcome = '') = (checked_at IS NULL)),
    CHECK (outcome <> 'refused' OR reasons <> '')
);

CREATE UNIQUE INDEX contract_scans_one_open_key ON contract_scans (contract_id) WHERE outcome = '';

-- The copies of the agreement as each side signed it, kept for ever: nobody
-- changes or removes them.
CREATE TABLE contract_copies (
    contract_id uuid NOT NULL REFERENCES contracts (id),
    side        text NOT NULL CHECK (side IN ('signed', 'countersigned')),
    document_id uuid NOT NULL UNIQUE REFERENCES documents (id),
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    kept_at     timestamptz NOT NULL,
    PRIMARY KEY (contract_id, side)
);

-- A decision to suspend, resume or end, with reasons and the day it takes effect
-- (OH-15). A planned one may be cancelled before that day.
CREATE TABLE contract_decisions (
    id           uuid PRIMARY KEY,
    contract_id  uuid NOT NULL REFERENCES contracts (id),
    kind         text NOT NULL CHECK (kind IN ('suspend', 'resume', 'end')),
    cause        text NOT NULL,
    reasons      text NOT NULL CHECK (reasons <> ''),
    on_day       date NOT NULL,
    may_finish   boolean NOT NULL DEFAULT true, -- running trajectories
    decided_by   uuid NOT NULL REFERENCES users (id),
    decided_at   timestamptz NOT NULL,
    applied_at   timestamptz,
    cancelled_by uuid REFERENCES users (id),
    cancelled_at timestamptz,
    CHECK (applied_at IS NULL OR cancelled_at IS NULL)
);

CREATE UNIQUE INDEX contract_decisions_one_planned_key ON contract_decisions (contract_id)
    WHERE applied_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX contract_decisions_contract_idx ON contract_decisions (contract_id, decided_at);

-- +goose StatementBegin
CREATE FUNCTION keep_contract_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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

CREATE TRIGGER contract_copies_keep BEFORE UPDATE OR DELETE ON contract_copies
    FOR EACH ROW EXECUTE FUNCTION keep_contract_record();
CREATE TRIGGER contract_decisions_keep BEFORE UPDATE OR DELETE ON contract_decisions
    FOR EACH ROW EXECUTE FUNCTION keep_contract_record();

-- Proof with a last day that a contract rests on (E13): what was handed in with
-- the application, and its renewals. warned is the last step of which the
-- provider got a letter, in days before the end; 0 when it had expired.
CREATE TABLE contract_evidence (
    id          uuid PRIMARY KEY,
    contract_id uuid NOT NULL REFERENCES contracts (id),
    code        text NOT NULL,
    title_nl    text NOT NULL,
    title_en    text NOT NULL,
    document_id uuid REFERENCES documents (id),
    valid_until date NOT NULL,
    state       text NOT NULL CHECK (state IN ('offered', 'current', 'replaced', 'refused')),
    uploaded_by uuid REFERENCES users (id),
    uploaded_at timestamptz NOT NULL,
    checked_by  uuid REFERENCES users (id),
    checked_at  timestamptz,
    reasons     text NOT NULL DEFAULT '',
    warned      smallint,
    CHECK (state <> 'refused' OR reasons <> '')
);

CREATE UNIQUE INDEX contract_evidence_current_key ON contract_evidence (contract_id, code) WHERE state = 'current';
CREATE UNIQUE INDEX contract_evidence_offered_key ON contract_evidence (contract_id, code) WHERE state = 'offered';
CREATE INDEX contract_evidence_ends_idx ON contract_evidence (valid_until) WHERE state = 'current';

INSERT INTO contract_evidence (id, contract_id, code, title_nl, title_en, document_id, valid_until, state, uploaded_by, uploaded_at)
SELECT gen_random_uuid(), c.id, r.code, r.title_nl, r.title_en, a.document_id, a.valid_until, 'current', a.updated_by, a.updated_at
FROM contracts c
JOIN answers a ON a.application_id = c.application_id AND a.valid_until IS NOT NULL
JOIN requirements r ON r.id = a.requirement_id AND r.needs_valid_until
WHERE c.status IN ('active', 'suspended');
