-- +goose Up
-- The open house (E1–E10). Nowhere a score, weight, rank, quota or price (E2).

CREATE TABLE procedures (
    id                uuid PRIMARY KEY,
    segment_code      text NOT NULL UNIQUE REFERENCES segments (code),
    opens_at          timestamptz NOT NULL,
    repair_workdays   smallint NOT NULL CHECK (repair_workdays > 0),
    decision_workdays smallint NOT NULL CHECK (decision_workdays > 0),
    four_eyes         boolean NOT NULL DEFAULT true
);

-- Versions are numbered per procedure and never change once in force (E3).
CREATE TABLE requirement_sets (
    id           uuid PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures (id),
    version      integer NOT NULL CHECK (version > 0),
    in_force_at  timestamptz NOT NULL,
    example      boolean NOT NULL,
    UNIQUE (procedure_id, version)
);

-- A document may not be older than max_age_months on submission, or carries a
-- valid-until date, or neither (E4). choices: [{"code","name_nl","name_en"}].
CREATE TABLE requirements (
    id                  uuid PRIMARY KEY,
    set_id              uuid NOT NULL REFERENCES requirement_sets (id),
    position            smallint NOT NULL,
    code                text NOT NULL CHECK (code ~ '^[A-Z]{2,4}$'),
    kind                text NOT NULL CHECK (kind IN ('declaration', 'document', 'choice', 'text')),
    title_nl            text NOT NULL,
    title_en            text NOT NULL,
    explanation_nl      text NOT NULL,
    explanation_en      text NOT NULL,
    max_age_months      smallint CHECK (max_age_months > 0),
    needs_valid_until   boolean NOT NULL DEFAULT false,
    equivalent_accepted boolean NOT NULL DEFAULT false,
    choices             jsonb NOT NULL DEFAULT '[]',
    UNIQUE (set_id, code),
    UNIQUE (set_id, position)
);

CREATE TABLE applications (
    id                  uuid PRIMARY KEY,
    reference           text NOT NULL UNIQUE,
    provider_id         uuid NOT NULL REFERENCES providers (id),
    procedure_id        uuid NOT NULL REFERENCES procedures (id),
    set_id              uuid NOT NULL REFERENCES requirement_sets (id),
    status              text NOT NULL CHECK (status IN ('draft', 'submitted', 'under-review', 'supplement-requested', 'admitted', 'rejected', 'withdrawn')),
    contact_name        text NOT NULL DEFAULT '',
    contact_email       text NOT NULL DEFAULT '',
    contact_phone       text NOT NULL DEFAULT '',
    started_by          uuid NOT NULL REFERENCES users (id),
    started_at          timestamptz NOT NULL,
    submitted_by        uuid REFERENCES users (id),
    submitted_at        timestamptz,
    supplement_due_on   date,
    decide_by_on        date,
    review_started_at   timestamptz,
    reviewed_by         uuid REFERENCES users (id),
    review_completed_at timestamptz,
    decided_by          uuid REFERENCES users (id),
    decided_at          timestamptz,
    decision_reasons    text NOT NULL DEFAULT '',
    withdrawn_at        timestamptz,
    CHECK (status = 'draft' OR status = 'withdrawn' OR (submitted_at IS NOT NULL AND submitted_by IS NOT NULL)),
    CHECK ((status IN ('admitted', 'rejected')) = (decided_at IS NOT NULL)),
    CHECK (decided_by IS NULL OR reviewed_by IS NOT NULL),
    CHECK (status <> 'rejected' OR decision_reasons <> '')
);

-- One open application per organisation and segment (E6).
CREATE UNIQUE INDEX applications_one_open_key ON applications (provider_id, procedure_id)
    WHERE status IN ('draft', 'submitted', 'under-review', 'supplement-requested');
CREATE INDEX applications_status_idx ON applications (status, decide_by_on);

CREATE TABLE answers (
    application_id uuid NOT NULL REFERENCES applications (id),
    requirement_id uuid NOT NULL REFERENCES requirements (id),
    accepted       boolean NOT NULL DEFAULT false,
    choice         text NOT NULL DEFAULT '',
    text           text NOT NULL DEFAULT '',
    document_id    uuid REFERENCES documents (id),
    issued_on      date,
    valid_until    date,
    updated_by     uuid NOT NULL REFERENCES users (id),
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (application_id, requirement_id)
);

CREATE INDEX answers_document_idx ON answers (document_id);

-- The review of one requirement (E7). version guards against two reviewers
-- overwriting each other. internal_note is never shown to the provider.
CREATE TABLE checks (
    application_id uuid NOT NULL REFERENCES applications (id),
    requirement_id uuid NOT NULL REFERENCES requirements (id),
    outcome        text NOT NULL CHECK (outcome IN ('met', 'not-met', 'supplement-needed', 'not-applicable')),
    reasons        text NOT NULL DEFAULT '',
    internal_note  text NOT NULL DEFAULT '',
    version        integer NOT NULL DEFAULT 1,
    checked_by     uuid NOT NULL REFERENCES users (id),
    checked_at     timestamptz NOT NULL,
    PRIMARY KEY (application_id, requirement_id),
    CHECK (outcome = 'met' OR reasons <> '')
);

-- The road of an application, as its time line shows it.
CREATE TABLE application_events (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id),
    at             timestamptz NOT NULL,
    status         text NOT NULL,
    actor_id       uuid REFERENCES users (id)
);

CREATE INDEX application_events_application_idx ON application_events (application_id, id);

-- The framework agreement of one admission (E10): the text as it was agreed,
-- with its SHA-256, and both signatures. A contract that MGR imported from
-- before the open house has no application.
CREATE TABLE contracts (
    id                 uuid PRIMARY KEY,
    reference          text NOT NULL UNIQUE,
    provider_id        uuid NOT NULL REFERENCES providers (id),
    segment_code       text NOT NULL REFERENCES segments (code),
    application_id     uuid UNIQUE REFERENCES applications (id),
    status             text NOT NULL CHECK (status IN ('offered', 'signed', 'active', 'suspended', 'ended')),
    agreement_text     text NOT NULL,
    agreement_sha256   text NOT NULL CHECK (agreement_sha256 ~ '^[0-9a-f]{64}$'),
    offered_at         timestamptz NOT NULL,
    signed_at          timestamptz,
    signed_by          uuid REFERENCES users (id),
    signatory_name     text NOT NULL DEFAULT '',
    signatory_function text NOT NULL DEFAULT '',
    countersigned_at   timestamptz,
    countersigned_by   uuid REFERENCES users (id),
    active_from        date,
    ended_on           date,
    CHECK (status = 'offered' OR (signed_at IS NOT NULL AND signed_by IS NOT NULL)),
    CHECK (status IN ('offered', 'signed') OR (countersigned_at IS NOT NULL AND active_from IS NOT NULL)),
    CHECK ((status = 'ended') = (ended_on IS NOT NULL))
);

CREATE UNIQUE INDEX contracts_one_running_key ON contracts (provider_id, segment_code) WHERE status <> 'ended';

-- The agreed text never changes after it was offered.
-- +goose StatementBegin
CREATE FUNCTION keep_agreement_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.agreement_text <> OLD.agreement_text OR NEW.agreement_sha256 <> OLD.agreement_sha256 THEN
        RAISE EXCEPTION 'the agreed text of a contract cannot change';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER contracts_keep_agreement_text BEFORE UPDATE ON contracts
    FOR EACH ROW EXECUTE FUNCTION keep_agreement_text();

INSERT INTO procedures (id, segment_code, opens_at, repair_workdays, decision_workdays) VALUES
    ('6a1d0c52-6f3e-4d0e-9d3b-0c1c50a7c001', 'individueel', '2022-04-01 00:00:00 Europe/Amsterdam', 10, 20);

INSERT INTO requirement_sets (id, procedure_id, version, in_force_at, example) VALUES
    ('2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', '6a1d0c52-6f3e-4d0e-9d3b-0c1c50a7c001', 1, '2022-04-01 00:00:00 Europe/Amsterdam', true);

-- The default set (E5), an example until MGR confirms it.
INSERT INTO requirements (id, set_id, position, code, kind, title_nl, title_en, explanation_nl, explanation_en, max_age_months, needs_valid_until, equivalent_accepted, choices) VALUES
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 1, 'UEA', 'document',
     'Eigen verklaring (UEA)', 'Own declaration (ESPD)',
     'U verklaart dat er geen redenen zijn om u uit te sluiten. U ondertekent het formulier zelf. UEA staat voor Uniform Europees Aanbestedingsdocument.',
     'You declare that there are no reasons to exclude you. You sign the form yourself. ESPD stands for European Single Procurement Document.',
     NULL, false, false, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 2, 'KVK', 'document',
     'Uittreksel van het handelsregister', 'Extract of the trade register',
     'Het uittreksel van de Kamer van Koophandel is niet ouder dan 6 maanden op de dag dat u uw aanmelding verstuurt. Komt u uit een ander land? Dan mag u een uittreksel van dat land sturen.',
     'The extract of the trade register is no older than 6 months on the day you send your application. Are you from another country? Then you may send an extract of that country.',
     6, false, true, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 3, 'GVA', 'document',
     'Gedragsverklaring aanbesteden (GVA)', 'Procurement conduct certificate (GVA)',
     'De verklaring is niet ouder dan 2 jaar. Hebt u haar nog niet? Dan stuurt u het bewijs dat u haar hebt aangevraagd bij Justis.',
     'The certificate is no older than 2 years. Do you not have it yet? Then send proof that you asked Justis for it.',
     24, false, true, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 4, 'BEL', 'document',
     'Verklaring betalingsgedrag van de Belastingdienst', 'Tax payment declaration',
     'Deze verklaring laat zien dat u uw belastingen betaalt. Zij is niet ouder dan 6 maanden.',
     'This declaration shows that you pay your taxes. It is no older than 6 months.',
     6, false, true, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 5, 'AVB', 'document',
     'Polis van uw aansprakelijkheidsverzekering', 'Liability insurance policy',
     'De verzekering is geldig op de dag dat u uw aanmelding verstuurt. U vult in tot wanneer zij loopt.',
     'The insurance is valid on the day you send your application. You fill in until when it runs.',
     NULL, true, true, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 6, 'KWA', 'document',
     'Keurmerk of gelijkwaardig bewijs', 'Quality mark or equal proof',
     'Bijvoorbeeld Blik op Werk, ISO 9001 of HKZ. Een gelijkwaardig bewijs van kwaliteit is ook goed. U vult in tot wanneer het geldig is.',
     'For example Blik op Werk, ISO 9001 or HKZ. Equal proof of quality is fine too. You fill in until when it is valid.',
     NULL, true, true, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 7, 'VOG', 'declaration',
     'Verklaring over de VOG van uw medewerkers', 'Declaration on certificates of conduct',
     'U verklaart dat elke medewerker die inwoners begeleidt een geldige Verklaring Omtrent het Gedrag (VOG) heeft. Stuur geen kopie: een VOG bevat persoonsgegevens.',
     'You declare that every employee who guides residents has a valid certificate of conduct (VOG). Send no copy: a VOG holds personal data.',
     NULL, false, false, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 8, 'TAR', 'declaration',
     'Akkoord met de tarieven van dit jaar', 'Acceptance of the tariffs of this year',
     'U gaat akkoord met het tarief per uur dat de MGR elk jaar op haar website zet. Het tarief is voor elke aanbieder gelijk.',
     'You accept the tariff per hour that the MGR puts on its website every year. The tariff is the same for every provider.',
     NULL, false, false, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 9, 'PVE', 'declaration',
     'Akkoord met programma van eisen, handboek en werkafspraken', 'Acceptance of the statement of requirements, handbook and working agreements',
     'U hebt het programma van eisen, het Handboek Participatie en de werkafspraken gelezen. U werkt volgens deze afspraken.',
     'You have read the statement of requirements, the Participation handbook and the working agreements. You work by them.',
     NULL, false, false, '[]'),
    (gen_random_uuid(), '2b7c8f10-58a1-4b56-8a0a-5f1d2a90c001', 10, 'AVG', 'choice',
     'Afspraken over persoonsgegevens', 'Agreements on personal data',
     'U kiest hoe u met persoonsgegevens omgaat. U sluit een verwerkersovereenkomst met de gemeenten, of u bent zelf verantwoordelijk voor de gegevens.',
     'You choose how you handle personal data. You sign a data-processing agreement with the municipalities, or you are the controller of the data yourself.',
     NULL, false, false,
     '[{"code":"verwerker","name_nl":"Wij sluiten een verwerkersovereenkomst","name_en":"We sign a data-processing agreement"},{"code":"verantwoordelijke","name_nl":"Wij zijn zelf verwerkingsverantwoordelijke","name_en":"We are the controller ourselves"}]');
