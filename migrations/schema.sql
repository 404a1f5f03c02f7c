-- The schema after all migrations, for reading only, as PostgreSQL 15 writes it.
-- Written by: UPDATE_SCHEMA=1 go test ./storage/database -run Schema

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

CREATE FUNCTION public.destruction_approved(record uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT 1 FROM retention_items
                   WHERE approval_id IS NOT NULL AND (record_id = record::text OR record::text = ANY (covers)))
$$;

CREATE FUNCTION public.finder_changed(changed uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO finder_changes AS known (subject) VALUES (changed)
    ON CONFLICT (subject) DO UPDATE SET version = known.version + 1, xid = pg_current_xact_id();
    PERFORM pg_notify('finder', '');
END
$$;

CREATE FUNCTION public.finder_entry_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM finder_changed(CASE TG_OP WHEN 'DELETE' THEN OLD.provider_id ELSE NEW.provider_id END);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.finder_lists_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM finder_changed('00000000-0000-0000-0000-000000000000');
    RETURN NULL;
END
$$;

CREATE FUNCTION public.forget_signins(from_at timestamp with time zone, until_at timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
    WITH gone AS (
        DELETE FROM public.audit_entries
        WHERE action LIKE 'session.%' AND at >= from_at AND at < until_at AND at <= now() - interval '180 days'
        RETURNING 1)
    SELECT count(*) FROM gone
$$;

CREATE FUNCTION public.keep_agreement_template() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.in_force_at IS NOT NULL THEN
        RAISE EXCEPTION 'a version of the agreement that is in force cannot change';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION public.keep_agreement_text() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.keep_audit_entry() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.action NOT LIKE 'session.%' OR OLD.at > now() - interval '180 days' THEN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END
$$;

CREATE FUNCTION public.keep_contract_record() RETURNS trigger
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

CREATE FUNCTION public.keep_document() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (NEW.name, NEW.content_type, NEW.size_bytes, NEW.sha256, NEW.stored_at)
        IS DISTINCT FROM (OLD.name, OLD.content_type, OLD.size_bytes, OLD.sha256, OLD.stored_at)
        OR NEW.kept_until IS NULL OR NEW.kept_until < OLD.kept_until THEN
        RAISE EXCEPTION 'a kept document cannot change';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.keep_requirement_set() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.keep_requirements() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.keep_sent_letter() RETURNS trigger
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

CREATE FUNCTION public.keep_submission() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was sent cannot change';
END
$$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
END
$$;

CREATE TABLE public.admissions (
    provider_id uuid NOT NULL,
    segment_code text NOT NULL,
    active boolean NOT NULL,
    admitted_on date NOT NULL,
    ended_on date,
    CONSTRAINT admissions_check CHECK (((NOT active) OR (ended_on IS NULL)))
);

CREATE TABLE public.agreement_templates (
    id uuid NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    example boolean DEFAULT false NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    updated_by uuid,
    updated_at timestamp with time zone NOT NULL,
    in_force_at timestamp with time zone,
    in_force_by uuid,
    CONSTRAINT agreement_templates_body_check CHECK ((body <> ''::text)),
    CONSTRAINT agreement_templates_version_check CHECK ((version > 0))
);

CREATE TABLE public.answers (
    application_id uuid NOT NULL,
    requirement_id uuid NOT NULL,
    accepted boolean DEFAULT false NOT NULL,
    choice text DEFAULT ''::text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    document_id uuid,
    issued_on date,
    valid_until date,
    updated_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT answers_version_check CHECK ((version > 0))
);

CREATE TABLE public.application_events (
    id bigint NOT NULL,
    application_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    status text NOT NULL,
    actor_id uuid
);

ALTER TABLE public.application_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.application_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.application_municipalities (
    application_id uuid NOT NULL,
    municipality_code text NOT NULL
);

CREATE TABLE public.application_parts (
    application_id uuid NOT NULL,
    part text NOT NULL,
    version integer NOT NULL,
    saved_by uuid NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT application_parts_part_check CHECK ((part = ANY (ARRAY['contact'::text, 'signatory'::text, 'municipalities'::text]))),
    CONSTRAINT application_parts_version_check CHECK ((version > 0))
);

CREATE TABLE public.application_terms (
    id bigint NOT NULL,
    application_id uuid NOT NULL,
    kind text NOT NULL,
    workdays smallint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    CONSTRAINT application_terms_kind_check CHECK ((kind = ANY (ARRAY['decision'::text, 'repair'::text]))),
    CONSTRAINT application_terms_workdays_check CHECK ((workdays > 0))
);

ALTER TABLE public.application_terms ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.application_terms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications (
    id uuid NOT NULL,
    reference text NOT NULL,
    provider_id uuid NOT NULL,
    procedure_id uuid NOT NULL,
    set_id uuid NOT NULL,
    status text NOT NULL,
    contact_name text DEFAULT ''::text NOT NULL,
    contact_email text DEFAULT ''::text NOT NULL,
    contact_phone text DEFAULT ''::text NOT NULL,
    started_by uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    submitted_by uuid,
    submitted_at timestamp with time zone,
    supplement_due_on date,
    decide_by_on date,
    review_started_at timestamp with time zone,
    reviewed_by uuid,
    review_completed_at timestamp with time zone,
    decided_by uuid,
    decided_at timestamp with time zone,
    decision_reasons text DEFAULT ''::text NOT NULL,
    withdrawn_at timestamp with time zone,
    moved_from_set_id uuid,
    signatory_name text DEFAULT ''::text NOT NULL,
    signatory_function text DEFAULT ''::text NOT NULL,
    signatory_email text DEFAULT ''::text NOT NULL,
    earlier_id uuid,
    withdrawn_by uuid,
    withdrawal_code text DEFAULT ''::text NOT NULL,
    withdrawal_note text DEFAULT ''::text NOT NULL,
    assigned_to uuid,
    assigned_at timestamp with time zone,
    CONSTRAINT applications_assigned_check CHECK (((assigned_to IS NULL) = (assigned_at IS NULL))),
    CONSTRAINT applications_check CHECK (((status = 'draft'::text) OR (status = 'withdrawn'::text) OR ((submitted_at IS NOT NULL) AND (submitted_by IS NOT NULL)))),
    CONSTRAINT applications_check1 CHECK (((status = ANY (ARRAY['admitted'::text, 'rejected'::text])) = (decided_at IS NOT NULL))),
    CONSTRAINT applications_check2 CHECK (((decided_by IS NULL) OR (reviewed_by IS NOT NULL))),
    CONSTRAINT applications_check3 CHECK (((status <> 'rejected'::text) OR (decision_reasons <> ''::text))),
    CONSTRAINT applications_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'under-review'::text, 'supplement-requested'::text, 'admitted'::text, 'rejected'::text, 'withdrawn'::text]))),
    CONSTRAINT applications_withdrawal_code_check CHECK ((withdrawal_code = ANY (ARRAY[''::text, 'later'::text, 'requirements'::text, 'mistake'::text, 'stopped'::text, 'other'::text])))
);

CREATE TABLE public.audit_entries (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid,
    action text NOT NULL,
    object text NOT NULL,
    object_id text NOT NULL,
    origin text NOT NULL,
    result text DEFAULT 'ok'::text NOT NULL,
    CONSTRAINT audit_entries_action_check CHECK ((action ~ '^[a-z-]+(\.[a-z-]+)+$'::text)),
    CONSTRAINT audit_entries_result_check CHECK ((result = ANY (ARRAY['ok'::text, 'refused'::text])))
);

ALTER TABLE public.audit_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calendar_closures (
    day date NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT calendar_closures_name_check CHECK (((length(btrim(name)) >= 1) AND (length(btrim(name)) <= 100)))
);

CREATE TABLE public.checks (
    application_id uuid NOT NULL,
    requirement_id uuid NOT NULL,
    outcome text NOT NULL,
    reasons text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    checked_by uuid NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    CONSTRAINT checks_check CHECK (((outcome = 'met'::text) OR (reasons <> ''::text))),
    CONSTRAINT checks_outcome_check CHECK ((outcome = ANY (ARRAY['met'::text, 'not-met'::text, 'supplement-needed'::text, 'not-applicable'::text])))
);

CREATE TABLE public.client_calls (
    client_id uuid NOT NULL,
    key uuid NOT NULL,
    request_id uuid NOT NULL,
    body_hash bytea,
    answer text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT client_calls_body_hash_check CHECK ((length(body_hash) = 32)),
    CONSTRAINT client_calls_check CHECK (((body_hash IS NULL) = (answer IS NULL)))
);

CREATE TABLE public.clients (
    id uuid NOT NULL,
    name text NOT NULL,
    municipality_code text NOT NULL,
    consultant_id uuid NOT NULL,
    scopes text NOT NULL,
    prefix text NOT NULL,
    secret_hash bytea NOT NULL,
    previous_hash bytea,
    previous_until timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    window_at timestamp with time zone,
    calls integer DEFAULT 0 NOT NULL,
    CONSTRAINT clients_check CHECK (((previous_hash IS NULL) = (previous_until IS NULL))),
    CONSTRAINT clients_name_check CHECK (((name <> ''::text) AND (length(name) <= 80))),
    CONSTRAINT clients_prefix_check CHECK ((prefix ~ '^mgr_[0-9a-f]{12}$'::text)),
    CONSTRAINT clients_previous_hash_check CHECK ((length(previous_hash) = 32)),
    CONSTRAINT clients_scopes_check CHECK ((scopes ~ '^requests:(read|write|withdraw)( requests:(read|write|withdraw))*$'::text)),
    CONSTRAINT clients_secret_hash_check CHECK ((length(secret_hash) = 32))
);

CREATE TABLE public.contract_copies (
    contract_id uuid NOT NULL,
    side text NOT NULL,
    document_id uuid NOT NULL,
    sha256 text NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    CONSTRAINT contract_copies_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT contract_copies_side_check CHECK ((side = ANY (ARRAY['signed'::text, 'countersigned'::text])))
);

CREATE TABLE public.contract_decisions (
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    kind text NOT NULL,
    cause text NOT NULL,
    reasons text NOT NULL,
    on_day date NOT NULL,
    may_finish boolean DEFAULT true NOT NULL,
    decided_by uuid NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    cancelled_by uuid,
    cancelled_at timestamp with time zone,
    CONSTRAINT contract_decisions_check CHECK (((applied_at IS NULL) OR (cancelled_at IS NULL))),
    CONSTRAINT contract_decisions_kind_check CHECK ((kind = ANY (ARRAY['suspend'::text, 'resume'::text, 'end'::text]))),
    CONSTRAINT contract_decisions_reasons_check CHECK ((reasons <> ''::text))
);

CREATE TABLE public.contract_evidence (
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    code text NOT NULL,
    title_nl text NOT NULL,
    title_en text NOT NULL,
    document_id uuid,
    valid_until date NOT NULL,
    state text NOT NULL,
    uploaded_by uuid,
    uploaded_at timestamp with time zone NOT NULL,
    checked_by uuid,
    checked_at timestamp with time zone,
    reasons text DEFAULT ''::text NOT NULL,
    warned smallint,
    CONSTRAINT contract_evidence_check CHECK (((state <> 'refused'::text) OR (reasons <> ''::text))),
    CONSTRAINT contract_evidence_state_check CHECK ((state = ANY (ARRAY['offered'::text, 'current'::text, 'replaced'::text, 'refused'::text])))
);

CREATE TABLE public.contract_imports (
    id uuid NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    rows jsonb NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    imported_by uuid,
    imported_at timestamp with time zone,
    outcome jsonb,
    CONSTRAINT contract_imports_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE public.contract_scans (
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    document_id uuid NOT NULL,
    signatory_name text NOT NULL,
    signatory_function text NOT NULL,
    uploaded_by uuid NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    reasons text DEFAULT ''::text NOT NULL,
    checked_by uuid,
    checked_at timestamp with time zone,
    CONSTRAINT contract_scans_check CHECK (((outcome = ''::text) = (checked_at IS NULL))),
    CONSTRAINT contract_scans_check1 CHECK (((outcome <> 'refused'::text) OR (reasons <> ''::text))),
    CONSTRAINT contract_scans_outcome_check CHECK ((outcome = ANY (ARRAY[''::text, 'accepted'::text, 'refused'::text])))
);

CREATE TABLE public.contracts (
    id uuid NOT NULL,
    reference text NOT NULL,
    provider_id uuid NOT NULL,
    segment_code text NOT NULL,
    application_id uuid,
    status text NOT NULL,
    agreement_text text NOT NULL,
    agreement_sha256 text NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    signed_at timestamp with time zone,
    signed_by uuid,
    signatory_name text DEFAULT ''::text NOT NULL,
    signatory_function text DEFAULT ''::text NOT NULL,
    countersigned_at timestamp with time zone,
    countersigned_by uuid,
    active_from date,
    ended_on date,
    origin text DEFAULT 'portal'::text NOT NULL,
    template_id uuid,
    signed_by_scan boolean DEFAULT false NOT NULL,
    countersign_by_on date,
    suspended_on date,
    countersignatory_name text DEFAULT ''::text NOT NULL,
    CONSTRAINT contracts_agreement CHECK ((((origin = 'import'::text) AND (agreement_text = ''::text) AND (agreement_sha256 = ''::text)) OR ((agreement_text <> ''::text) AND (agreement_sha256 ~ '^[0-9a-f]{64}$'::text)))),
    CONSTRAINT contracts_check2 CHECK (((status = 'ended'::text) = (ended_on IS NOT NULL))),
    CONSTRAINT contracts_countersigned CHECK (((status = ANY (ARRAY['offered'::text, 'signed'::text, 'ended'::text])) OR ((active_from IS NOT NULL) AND ((origin = 'import'::text) OR (countersigned_at IS NOT NULL))))),
    CONSTRAINT contracts_origin_check CHECK ((origin = ANY (ARRAY['portal'::text, 'import'::text]))),
    CONSTRAINT contracts_signed CHECK (((status = ANY (ARRAY['offered'::text, 'ended'::text])) OR (origin = 'import'::text) OR ((signed_at IS NOT NULL) AND (signed_by IS NOT NULL) AND (signatory_name <> ''::text)))),
    CONSTRAINT contracts_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'signed'::text, 'active'::text, 'suspended'::text, 'ended'::text]))),
    CONSTRAINT contracts_suspended CHECK (((status = 'suspended'::text) = (suspended_on IS NOT NULL))),
    CONSTRAINT contracts_template CHECK (((origin = 'import'::text) OR (template_id IS NOT NULL)))
);

CREATE TABLE public.decision_letters (
    application_id uuid NOT NULL,
    content bytea NOT NULL,
    sha256 text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    sent_by uuid NOT NULL,
    CONSTRAINT decision_letters_check CHECK ((sha256 = encode(sha256(content), 'hex'::text))),
    CONSTRAINT decision_letters_content_check CHECK ((length(content) > 0))
);

CREATE TABLE public.destruction_declarations (
    id uuid NOT NULL,
    number bigint NOT NULL,
    class text NOT NULL,
    basis text NOT NULL,
    term smallint NOT NULL,
    unit text NOT NULL,
    records integer NOT NULL,
    objects integer NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    approved_by uuid NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone NOT NULL,
    CONSTRAINT destruction_declarations_records_check CHECK ((records > 0))
);

ALTER TABLE public.destruction_declarations ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.destruction_declarations_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_term_changes (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    reason text NOT NULL,
    old_confirm smallint NOT NULL,
    old_verify smallint NOT NULL,
    new_confirm smallint NOT NULL,
    new_verify smallint NOT NULL,
    CONSTRAINT directory_term_changes_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 500)))
);

ALTER TABLE public.directory_term_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.directory_term_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_terms (
    only_row boolean DEFAULT true NOT NULL,
    confirm_months smallint DEFAULT 6 NOT NULL,
    verify_months smallint DEFAULT 12 NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    CONSTRAINT directory_terms_confirm_months_check CHECK (((confirm_months >= 3) AND (confirm_months <= 24))),
    CONSTRAINT directory_terms_only_row_check CHECK (only_row),
    CONSTRAINT directory_terms_verify_months_check CHECK (((verify_months >= 3) AND (verify_months <= 24)))
);

CREATE TABLE public.documents (
    id uuid NOT NULL,
    provider_id uuid,
    uploaded_by uuid NOT NULL,
    name text NOT NULL,
    content_type text DEFAULT ''::text NOT NULL,
    size_bytes bigint DEFAULT 0 NOT NULL,
    sha256 text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    refusal text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    stored_at timestamp with time zone,
    removed_at timestamp with time zone,
    erased_at timestamp with time zone,
    kept_until timestamp with time zone,
    locked_at timestamp with time zone,
    save_only boolean DEFAULT false NOT NULL,
    CONSTRAINT documents_erased_after_removal CHECK (((erased_at IS NULL) OR (state = 'removed'::text))),
    CONSTRAINT documents_kept_is_stored CHECK (((kept_until IS NULL) OR (state = ANY (ARRAY['stored'::text, 'removed'::text])))),
    CONSTRAINT documents_kept_long_enough CHECK (((removed_at IS NULL) OR (kept_until IS NULL) OR (removed_at >= kept_until))),
    CONSTRAINT documents_locked_is_kept CHECK (((locked_at IS NULL) OR (kept_until IS NOT NULL))),
    CONSTRAINT documents_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT documents_refused_reason CHECK (((state = 'refused'::text) = (refusal <> ''::text))),
    CONSTRAINT documents_removed_at CHECK (((state = 'removed'::text) = (removed_at IS NOT NULL))),
    CONSTRAINT documents_sha256_check CHECK ((sha256 ~ '^([0-9a-f]{64})?$'::text)),
    CONSTRAINT documents_size_bytes_check CHECK ((size_bytes >= 0)),
    CONSTRAINT documents_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'stored'::text, 'refused'::text, 'removed'::text]))),
    CONSTRAINT documents_stored_complete CHECK (((state = ANY (ARRAY['stored'::text, 'removed'::text])) = ((stored_at IS NOT NULL) AND (sha256 <> ''::text) AND (size_bytes > 0) AND (content_type <> ''::text))))
);

CREATE TABLE public.figure_overviews (
    month date NOT NULL,
    role text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    late boolean NOT NULL,
    CONSTRAINT figure_overviews_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

CREATE TABLE public.finder_changes (
    subject uuid NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
);

CREATE TABLE public.finder_entries (
    provider_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    mission text NOT NULL,
    municipalities text[] NOT NULL,
    target_groups text[] NOT NULL,
    products text[] NOT NULL,
    segments text[] DEFAULT '{}'::text[] NOT NULL,
    forms text[] DEFAULT '{}'::text[] NOT NULL,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    capacity text DEFAULT 'open'::text NOT NULL,
    capacity_weeks smallint,
    closed_from date,
    closed_until date,
    lats double precision[] DEFAULT '{}'::double precision[] NOT NULL,
    lons double precision[] DEFAULT '{}'::double precision[] NOT NULL,
    findable_from date NOT NULL,
    about text DEFAULT ''::text NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    changed_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    public_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    CONSTRAINT finder_entries_capacity_check CHECK ((capacity = ANY (ARRAY['open'::text, 'waiting'::text, 'closed'::text]))),
    CONSTRAINT finder_entries_check CHECK ((cardinality(lats) = cardinality(lons)))
);

CREATE TABLE public.finder_synonyms (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    phrases text[] NOT NULL,
    CONSTRAINT finder_synonyms_phrases_check CHECK (((cardinality(phrases) >= 2) AND (cardinality(phrases) <= 12)))
);

CREATE TABLE public.identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL,
    provider text NOT NULL,
    kind text NOT NULL,
    branch text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    CONSTRAINT identities_branch_check CHECK ((branch ~ '^([0-9]{12})?$'::text)),
    CONSTRAINT identities_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 500))),
    CONSTRAINT identities_kind_check CHECK ((kind = ANY (ARRAY['eherkenning'::text, 'entra'::text]))),
    CONSTRAINT identities_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 500)))
);

CREATE TABLE public.imported_contracts (
    provider_id uuid NOT NULL,
    segment_code text NOT NULL,
    contract_id uuid NOT NULL,
    import_id uuid NOT NULL,
    facts jsonb NOT NULL
);

CREATE TABLE public.intake_points (
    provider_id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    hours text DEFAULT ''::text NOT NULL,
    verified_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    ways text[] DEFAULT '{table,digital,telephone}'::text[] NOT NULL,
    deputy_name text DEFAULT ''::text NOT NULL,
    deputy_email text DEFAULT ''::text NOT NULL,
    deputy_verified_at timestamp with time zone,
    absent_from date,
    absent_until date,
    unreachable_at timestamp with time zone,
    reminded text DEFAULT ''::text NOT NULL,
    CONSTRAINT intake_points_absence_is_a_period CHECK ((((absent_from IS NULL) = (absent_until IS NULL)) AND (absent_until >= absent_from))),
    CONSTRAINT intake_points_ways_check CHECK (((ways <@ ARRAY['table'::text, 'digital'::text, 'telephone'::text]) AND (cardinality(ways) > 0)))
);

CREATE TABLE public.invitations (
    id uuid NOT NULL,
    organisation text NOT NULL,
    email text NOT NULL,
    municipality_code text NOT NULL,
    reason text NOT NULL,
    invited_by uuid NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    provider_id uuid,
    CONSTRAINT invitations_email_check CHECK ((email ~~ '%_@_%'::text)),
    CONSTRAINT invitations_organisation_check CHECK ((organisation <> ''::text)),
    CONSTRAINT invitations_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 500)))
);

CREATE TABLE public.join_requests (
    id uuid NOT NULL,
    provider_id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    lang text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    answered_at timestamp with time zone,
    answered_by uuid,
    accepted boolean,
    CONSTRAINT join_requests_answer CHECK ((((answered_at IS NULL) = (answered_by IS NULL)) AND ((answered_at IS NULL) = (accepted IS NULL)) AND ((answered_at IS NULL) OR (confirmed_at IS NOT NULL)))),
    CONSTRAINT join_requests_email_check CHECK (((email ~~ '%_@_%'::text) AND (length(email) <= 254))),
    CONSTRAINT join_requests_lang_check CHECK ((lang = ANY (ARRAY['nl'::text, 'en'::text]))),
    CONSTRAINT join_requests_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);

CREATE TABLE public.letters (
    id uuid NOT NULL,
    kind text NOT NULL,
    to_address text NOT NULL,
    to_name text DEFAULT ''::text NOT NULL,
    lang text NOT NULL,
    subject text NOT NULL,
    text_body text NOT NULL,
    html_body text NOT NULL,
    links jsonb,
    message_id text NOT NULL,
    dedupe_key text NOT NULL,
    about_object text NOT NULL,
    about_id text NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    failed_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text DEFAULT ''::text NOT NULL,
    recalled_at timestamp with time zone,
    calendar text DEFAULT ''::text NOT NULL,
    CONSTRAINT letters_about_id_check CHECK (((length(about_id) >= 1) AND (length(about_id) <= 100))),
    CONSTRAINT letters_about_object_check CHECK ((about_object ~ '^[a-z][a-z_]{1,39}$'::text)),
    CONSTRAINT letters_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT letters_calendar_check CHECK (((calendar = ''::text) OR (calendar ~~ 'BEGIN:VCALENDAR%'::text))),
    CONSTRAINT letters_dedupe_key_check CHECK (((length(dedupe_key) >= 10) AND (length(dedupe_key) <= 128))),
    CONSTRAINT letters_end_has_attempt CHECK ((((sent_at IS NULL) AND (failed_at IS NULL)) OR (attempts > 0))),
    CONSTRAINT letters_failure_has_reason CHECK (((failed_at IS NULL) OR (last_error <> ''::text))),
    CONSTRAINT letters_html_body_check CHECK ((html_body <> ''::text)),
    CONSTRAINT letters_kind_check CHECK ((kind ~ '^[a-z][a-z_]{2,39}$'::text)),
    CONSTRAINT letters_lang_check CHECK ((lang = ANY (ARRAY['nl'::text, 'en'::text]))),
    CONSTRAINT letters_last_error_check CHECK ((length(last_error) <= 100)),
    CONSTRAINT letters_links_check CHECK ((jsonb_typeof(links) = 'object'::text)),
    CONSTRAINT letters_message_id_check CHECK ((message_id ~ '^[0-9a-f-]{36}@[a-z0-9.:-]+$'::text)),
    CONSTRAINT letters_no_secret_kept CHECK (((links IS NULL) OR (num_nonnulls(sent_at, failed_at, recalled_at) = 0))),
    CONSTRAINT letters_one_end CHECK ((num_nonnulls(sent_at, failed_at, recalled_at) <= 1)),
    CONSTRAINT letters_subject_check CHECK ((((length(subject) >= 1) AND (length(subject) <= 300)) AND (subject !~ '[[:cntrl:]]'::text))),
    CONSTRAINT letters_text_body_check CHECK ((text_body <> ''::text)),
    CONSTRAINT letters_to_address_check CHECK ((((length(to_address) >= 3) AND (length(to_address) <= 254)) AND (to_address ~ '^[^[:space:][:cntrl:]<>]+@[^[:space:][:cntrl:]<>@]+$'::text))),
    CONSTRAINT letters_to_name_check CHECK (((length(to_name) <= 200) AND (to_name !~ '[[:cntrl:]]'::text)))
);

CREATE TABLE public.municipalities (
    code text NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    CONSTRAINT municipalities_code_check CHECK ((code ~ '^GM[0-9]{4}$'::text)),
    CONSTRAINT municipalities_slug_check CHECK ((slug ~ '^[a-z0-9-]+$'::text))
);

CREATE TABLE public.passkey_challenges (
    session_hash bytea NOT NULL,
    purpose text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    ceremony jsonb NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['add'::text, 'prove'::text])))
);

CREATE TABLE public.passkeys (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports jsonb NOT NULL,
    backup_eligible boolean NOT NULL,
    backed_up boolean NOT NULL,
    user_verified boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    clone_warning_at timestamp with time zone,
    CONSTRAINT passkeys_check CHECK ((backup_eligible OR (NOT backed_up))),
    CONSTRAINT passkeys_credential_id_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1023))),
    CONSTRAINT passkeys_name_check CHECK (((name <> ''::text) AND (length(name) <= 60))),
    CONSTRAINT passkeys_sign_count_check CHECK (((sign_count >= 0) AND (sign_count <= '4294967295'::bigint)))
);

CREATE TABLE public.procedure_changes (
    id bigint NOT NULL,
    procedure_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    field text NOT NULL,
    old_value text NOT NULL,
    new_value text NOT NULL,
    CONSTRAINT procedure_changes_check CHECK ((new_value <> old_value)),
    CONSTRAINT procedure_changes_field_check CHECK ((field ~ '^[a-z]+(_[a-z]+)*$'::text))
);

ALTER TABLE public.procedure_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procedure_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures (
    id uuid NOT NULL,
    segment_code text NOT NULL,
    opens_at timestamp with time zone NOT NULL,
    repair_workdays smallint NOT NULL,
    decision_workdays smallint NOT NULL,
    four_eyes boolean DEFAULT true NOT NULL,
    intro_nl text DEFAULT ''::text NOT NULL,
    intro_en text DEFAULT ''::text NOT NULL,
    objection_nl text NOT NULL,
    objection_en text NOT NULL,
    contact_nl text DEFAULT ''::text NOT NULL,
    contact_en text DEFAULT ''::text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    countersign_workdays smallint DEFAULT 10 NOT NULL,
    CONSTRAINT procedures_countersign_workdays_check CHECK ((countersign_workdays > 0)),
    CONSTRAINT procedures_decision_workdays_check CHECK ((decision_workdays > 0)),
    CONSTRAINT procedures_objection CHECK (((objection_nl <> ''::text) AND (objection_en <> ''::text))),
    CONSTRAINT procedures_repair_workdays_check CHECK ((repair_workdays > 0))
);

CREATE TABLE public.products (
    code text NOT NULL,
    segment_code text NOT NULL,
    "position" smallint NOT NULL,
    name_nl text NOT NULL,
    name_en text NOT NULL,
    plain_nl text NOT NULL,
    plain_en text NOT NULL,
    CONSTRAINT products_code_check CHECK ((code ~ '^[a-z-]+$'::text))
);

CREATE TABLE public.profile_drafts (
    provider_id uuid NOT NULL,
    content jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    updated_by uuid NOT NULL
);

CREATE TABLE public.profile_locations (
    provider_id uuid NOT NULL,
    "position" smallint NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    street text NOT NULL,
    postcode text NOT NULL,
    place text NOT NULL,
    lat double precision,
    lon double precision,
    CONSTRAINT profile_locations_check CHECK (((lat IS NULL) = (lon IS NULL))),
    CONSTRAINT profile_locations_postcode_check CHECK ((postcode ~ '^[1-9][0-9]{3} [A-Z]{2}$'::text))
);

CREATE TABLE public.profile_logos (
    provider_id uuid NOT NULL,
    hash text NOT NULL,
    type text NOT NULL,
    content bytea NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT profile_logos_content_check CHECK (((length(content) >= 1) AND (length(content) <= 500000))),
    CONSTRAINT profile_logos_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT profile_logos_type_check CHECK ((type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text])))
);

CREATE TABLE public.profile_municipalities (
    provider_id uuid NOT NULL,
    municipality_code text NOT NULL
);

CREATE TABLE public.profile_products (
    provider_id uuid NOT NULL,
    product_code text NOT NULL,
    description text DEFAULT ''::text NOT NULL
);

CREATE TABLE public.profile_takedowns (
    id bigint NOT NULL,
    provider_id uuid NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    taken_by uuid NOT NULL,
    reason text NOT NULL,
    reply text DEFAULT ''::text NOT NULL,
    replied_at timestamp with time zone,
    replied_by uuid,
    lifted_at timestamp with time zone,
    lifted_by uuid,
    CONSTRAINT profile_takedowns_check CHECK (((replied_at IS NULL) = (reply = ''::text))),
    CONSTRAINT profile_takedowns_check1 CHECK (((lifted_at IS NULL) = (lifted_by IS NULL))),
    CONSTRAINT profile_takedowns_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE public.profile_takedowns ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.profile_takedowns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.profile_target_groups (
    provider_id uuid NOT NULL,
    target_group_code text NOT NULL
);

CREATE TABLE public.profile_versions (
    id bigint NOT NULL,
    provider_id uuid NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by uuid,
    content jsonb NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by uuid,
    CONSTRAINT profile_versions_check CHECK (((acknowledged_at IS NULL) = (acknowledged_by IS NULL)))
);

ALTER TABLE public.profile_versions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.profile_versions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.profiles (
    provider_id uuid NOT NULL,
    mission text DEFAULT ''::text NOT NULL,
    offer text DEFAULT ''::text NOT NULL,
    audience text DEFAULT ''::text NOT NULL,
    website text DEFAULT ''::text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    forms text[] DEFAULT '{}'::text[] NOT NULL,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    accessibility text[] DEFAULT '{}'::text[] NOT NULL,
    accessibility_note text DEFAULT ''::text NOT NULL,
    logo_hash text DEFAULT ''::text NOT NULL,
    capacity text DEFAULT 'open'::text NOT NULL,
    capacity_weeks smallint,
    capacity_on date,
    closed_from date,
    closed_until date,
    offline_at timestamp with time zone,
    reminded text DEFAULT ''::text NOT NULL,
    CONSTRAINT profiles_accessibility_check CHECK ((accessibility <@ ARRAY['wheelchair'::text, 'lift'::text, 'toilet'::text, 'parking'::text, 'transport'::text, 'quiet-room'::text, 'hearing-loop'::text, 'guide-dog'::text])),
    CONSTRAINT profiles_capacity_check CHECK ((capacity = ANY (ARRAY['open'::text, 'waiting'::text, 'closed'::text]))),
    CONSTRAINT profiles_capacity_weeks_check CHECK (((capacity_weeks >= 1) AND (capacity_weeks <= 104))),
    CONSTRAINT profiles_forms_check CHECK ((forms <@ ARRAY['at-location'::text, 'at-home'::text, 'online'::text])),
    CONSTRAINT profiles_period_has_order CHECK ((closed_until >= closed_from)),
    CONSTRAINT profiles_period_when_closed CHECK (((capacity = 'closed'::text) OR ((closed_from IS NULL) AND (closed_until IS NULL)))),
    CONSTRAINT profiles_weeks_when_waiting CHECK (((capacity_weeks IS NULL) OR (capacity = 'waiting'::text)))
);

CREATE TABLE public.providers (
    id uuid NOT NULL,
    kvk text,
    name text NOT NULL,
    slug text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    street text DEFAULT ''::text NOT NULL,
    postcode text DEFAULT ''::text NOT NULL,
    place text DEFAULT ''::text NOT NULL,
    country text DEFAULT ''::text NOT NULL,
    foreign_register text DEFAULT ''::text NOT NULL,
    website text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    changed_by uuid,
    changed_at timestamp with time zone,
    register_country text,
    register_name text,
    register_number text,
    register_key text GENERATED ALWAYS AS (COALESCE(kvk, ((((register_country || ' '::text) || translate(register_name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ .,:/-()&'::text, 'abcdefghijklmnopqrstuvwxyz'::text)) || ' '::text) || translate(register_number, ' .,:/-()&'::text, ''::text)))) STORED NOT NULL,
    CONSTRAINT providers_kvk_check CHECK ((kvk ~ '^[0-9]{8}$'::text)),
    CONSTRAINT providers_name_check CHECK ((name <> ''::text)),
    CONSTRAINT providers_one_register CHECK ((num_nonnulls(register_country, register_name, register_number) =
CASE
    WHEN (kvk IS NULL) THEN 3
    ELSE 0
END)),
    CONSTRAINT providers_register_country_check CHECK (((register_country ~ '^[A-Z]{2}$'::text) AND (register_country <> 'NL'::text))),
    CONSTRAINT providers_register_name_check CHECK (((register_name = btrim(register_name)) AND ((length(register_name) >= 1) AND (length(register_name) <= 100)))),
    CONSTRAINT providers_register_number_check CHECK (((register_number = btrim(register_number)) AND (length(register_number) <= 40) AND (register_number ~ '[0-9]'::text) AND (register_number !~ '[a-z]'::text))),
    CONSTRAINT providers_slug_check CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT providers_version_check CHECK ((version >= 0))
);

CREATE TABLE public.questions (
    id uuid NOT NULL,
    number bigint NOT NULL,
    procedure_id uuid NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    asked text DEFAULT ''::text NOT NULL,
    lang text NOT NULL,
    email text,
    asked_at timestamp with time zone NOT NULL,
    question_nl text DEFAULT ''::text NOT NULL,
    question_en text DEFAULT ''::text NOT NULL,
    answer_nl text DEFAULT ''::text NOT NULL,
    answer_en text DEFAULT ''::text NOT NULL,
    answered_at timestamp with time zone,
    changed_at timestamp with time zone,
    reason text DEFAULT ''::text NOT NULL,
    set_aside_at timestamp with time zone,
    revision integer DEFAULT 1 NOT NULL,
    CONSTRAINT questions_asked_check CHECK ((length(asked) <= 2000)),
    CONSTRAINT questions_check CHECK (((status = 'open'::text) OR ((asked = ''::text) AND (email IS NULL)))),
    CONSTRAINT questions_check1 CHECK (((status <> 'open'::text) OR (asked <> ''::text))),
    CONSTRAINT questions_check2 CHECK (((status = 'answered'::text) = (answered_at IS NOT NULL))),
    CONSTRAINT questions_check3 CHECK (((status <> 'answered'::text) OR ((question_nl <> ''::text) AND (answer_nl <> ''::text)))),
    CONSTRAINT questions_check4 CHECK (((question_en = ''::text) = (answer_en = ''::text))),
    CONSTRAINT questions_check5 CHECK (((status = 'set-aside'::text) = ((set_aside_at IS NOT NULL) AND (reason <> ''::text)))),
    CONSTRAINT questions_email_check CHECK (((email ~~ '%_@_%'::text) AND (length(email) <= 254))),
    CONSTRAINT questions_lang_check CHECK ((lang = ANY (ARRAY['nl'::text, 'en'::text]))),
    CONSTRAINT questions_status_check CHECK ((status = ANY (ARRAY['open'::text, 'answered'::text, 'set-aside'::text])))
);

ALTER TABLE public.questions ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.questions_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reason_texts (
    id uuid NOT NULL,
    requirement_code text NOT NULL,
    outcome text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    updated_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT reason_texts_body_check CHECK (((length(body) >= 1) AND (length(body) <= 2000))),
    CONSTRAINT reason_texts_outcome_check CHECK ((outcome = ANY (ARRAY['met'::text, 'not-met'::text, 'supplement-needed'::text, 'not-applicable'::text]))),
    CONSTRAINT reason_texts_title_check CHECK (((length(title) >= 1) AND (length(title) <= 100)))
);

CREATE TABLE public.recovery_codes (
    hash bytea NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT recovery_codes_hash_check CHECK ((length(hash) = 32))
);

CREATE TABLE public.regions (
    single boolean DEFAULT true NOT NULL,
    name text NOT NULL,
    contact_email text NOT NULL,
    remind_from_hour smallint DEFAULT 7 NOT NULL,
    CONSTRAINT regions_remind_from_hour_check CHECK (((remind_from_hour >= 0) AND (remind_from_hour <= 12))),
    CONSTRAINT regions_single_check CHECK (single)
);

CREATE TABLE public.replaced_documents (
    document_id uuid NOT NULL,
    application_id uuid NOT NULL,
    requirement_id uuid NOT NULL,
    replaced_by uuid NOT NULL,
    replaced_at timestamp with time zone NOT NULL
);

CREATE TABLE public.request_drafts (
    id uuid NOT NULL,
    consultant_id uuid NOT NULL,
    municipality_code text NOT NULL,
    provider_id uuid NOT NULL,
    content jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL
);

CREATE TABLE public.request_events (
    id bigint NOT NULL,
    request_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    act text NOT NULL,
    actor_id uuid,
    side text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    moment timestamp with time zone,
    asked_by text DEFAULT ''::text NOT NULL,
    CONSTRAINT request_events_act_check CHECK ((act = ANY (ARRAY['send'::text, 'amend'::text, 'acknowledge'::text, 'offer'::text, 'propose'::text, 'accept'::text, 'schedule'::text, 'reschedule'::text, 'no-show'::text, 'hold'::text, 'conclude'::text, 'decline'::text, 'withdraw'::text, 'assign'::text, 'hand-over'::text, 'recalculate'::text, 'opened'::text]))),
    CONSTRAINT request_events_asked_by_check CHECK ((asked_by = ANY (ARRAY[''::text, 'resident'::text, 'provider'::text, 'consultant'::text]))),
    CONSTRAINT request_events_side_check CHECK ((side = ANY (ARRAY['consultant'::text, 'provider'::text, 'staff'::text])))
);

ALTER TABLE public.request_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.request_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.request_offers (
    id bigint NOT NULL,
    request_id uuid NOT NULL,
    side text NOT NULL,
    at timestamp with time zone NOT NULL,
    way text NOT NULL,
    place text NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    accepted boolean DEFAULT false NOT NULL,
    CONSTRAINT request_offers_check CHECK (((NOT accepted) OR (ended_at IS NOT NULL))),
    CONSTRAINT request_offers_place_check CHECK (((length(place) >= 1) AND (length(place) <= 200))),
    CONSTRAINT request_offers_side_check CHECK ((side = ANY (ARRAY['consultant'::text, 'provider'::text]))),
    CONSTRAINT request_offers_way_check CHECK ((way = ANY (ARRAY['table'::text, 'digital'::text, 'telephone'::text])))
);

ALTER TABLE public.request_offers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.request_offers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.request_openings (
    id uuid NOT NULL,
    request_id uuid NOT NULL,
    user_id uuid NOT NULL,
    reason text NOT NULL,
    note text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    CONSTRAINT request_openings_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500))),
    CONSTRAINT request_openings_reason_check CHECK ((reason = ANY (ARRAY['complaint'::text, 'question'::text, 'signal'::text, 'incident'::text, 'other'::text])))
);

CREATE TABLE public.request_reminders (
    request_id uuid NOT NULL,
    step text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    late boolean NOT NULL,
    CONSTRAINT request_reminders_step_check CHECK ((step = ANY (ARRAY['first'::text, 'second'::text, 'breach'::text])))
);

CREATE TABLE public.requests (
    id uuid NOT NULL,
    reference text NOT NULL,
    provider_id uuid NOT NULL,
    municipality_code text NOT NULL,
    consultant_id uuid,
    own_reference text NOT NULL,
    product_code text NOT NULL,
    question text NOT NULL,
    goals text DEFAULT ''::text NOT NULL,
    preferred_way text NOT NULL,
    municipality_joins boolean NOT NULL,
    start_wish_on date,
    start_rung smallint,
    target_rung smallint,
    resident_chose boolean NOT NULL,
    status text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    calendar_version text NOT NULL,
    first_answered_at timestamp with time zone,
    first_scheduled_at timestamp with time zone,
    appointment_at timestamp with time zone,
    appointment_way text DEFAULT ''::text NOT NULL,
    appointment_place text DEFAULT ''::text NOT NULL,
    held_on date,
    held_recorded_at timestamp with time zone,
    fits boolean,
    outcome_reason text DEFAULT ''::text NOT NULL,
    expected_start_on date,
    hours_per_week smallint,
    duration_weeks smallint,
    closed_at timestamp with time zone,
    close_reason text DEFAULT ''::text NOT NULL,
    close_note text DEFAULT ''::text NOT NULL,
    appointment_sequence smallint DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    contact_phone text DEFAULT ''::text NOT NULL,
    stand_in_id uuid,
    assigned_to uuid,
    previous_id uuid,
    erased_at timestamp with time zone,
    CONSTRAINT requests_appointment_sequence_check CHECK ((appointment_sequence >= 0)),
    CONSTRAINT requests_appointment_way_check CHECK ((appointment_way = ANY (ARRAY[''::text, 'table'::text, 'digital'::text, 'telephone'::text]))),
    CONSTRAINT requests_check CHECK (((target_rung IS NULL) OR (start_rung IS NULL) OR (target_rung >= start_rung))),
    CONSTRAINT requests_check1 CHECK (((status <> ALL (ARRAY['acknowledged'::text, 'scheduled'::text, 'held'::text, 'concluded'::text, 'declined'::text])) OR (first_answered_at IS NOT NULL))),
    CONSTRAINT requests_check2 CHECK (((status <> 'scheduled'::text) OR ((appointment_at IS NOT NULL) AND (first_scheduled_at IS NOT NULL)))),
    CONSTRAINT requests_check3 CHECK (((status <> ALL (ARRAY['held'::text, 'concluded'::text])) OR ((held_on IS NOT NULL) AND (held_recorded_at IS NOT NULL)))),
    CONSTRAINT requests_check4 CHECK (((status <> 'concluded'::text) OR (fits IS NOT NULL))),
    CONSTRAINT requests_check5 CHECK (((status = ANY (ARRAY['concluded'::text, 'declined'::text, 'withdrawn'::text])) = (closed_at IS NOT NULL))),
    CONSTRAINT requests_check6 CHECK (((status <> ALL (ARRAY['declined'::text, 'withdrawn'::text])) OR (close_reason <> ''::text))),
    CONSTRAINT requests_consultant CHECK (((consultant_id IS NOT NULL) OR (erased_at IS NOT NULL))),
    CONSTRAINT requests_contact_phone_check CHECK ((length(contact_phone) <= 30)),
    CONSTRAINT requests_duration_weeks_check CHECK (((duration_weeks >= 1) AND (duration_weeks <= 208))),
    CONSTRAINT requests_erased CHECK (((erased_at IS NULL) OR ((closed_at IS NOT NULL) AND (consultant_id IS NULL) AND (stand_in_id IS NULL) AND (assigned_to IS NULL) AND (previous_id IS NULL) AND (own_reference = ''::text) AND (question = ''::text) AND (goals = ''::text) AND (contact_phone = ''::text) AND (appointment_place = ''::text) AND (outcome_reason = ''::text) AND (close_note = ''::text) AND (start_wish_on IS NULL) AND (start_rung IS NULL) AND (target_rung IS NULL) AND (expected_start_on IS NULL) AND (hours_per_week IS NULL) AND (duration_weeks IS NULL)))),
    CONSTRAINT requests_goals_check CHECK ((length(goals) <= 1000)),
    CONSTRAINT requests_hours_per_week_check CHECK (((hours_per_week >= 1) AND (hours_per_week <= 40))),
    CONSTRAINT requests_preferred_way_check CHECK ((preferred_way = ANY (ARRAY['table'::text, 'digital'::text, 'telephone'::text]))),
    CONSTRAINT requests_question_check CHECK ((length(question) <= 1000)),
    CONSTRAINT requests_resident_chose_check CHECK (resident_chose),
    CONSTRAINT requests_start_rung_check CHECK (((start_rung >= 1) AND (start_rung <= 6))),
    CONSTRAINT requests_status_check CHECK ((status = ANY (ARRAY['sent'::text, 'acknowledged'::text, 'scheduled'::text, 'held'::text, 'concluded'::text, 'declined'::text, 'withdrawn'::text]))),
    CONSTRAINT requests_target_rung_check CHECK (((target_rung >= 1) AND (target_rung <= 6))),
    CONSTRAINT requests_version_check CHECK ((version > 0))
);

CREATE TABLE public.requirement_sets (
    id uuid NOT NULL,
    procedure_id uuid NOT NULL,
    version integer NOT NULL,
    in_force_at timestamp with time zone,
    example boolean NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT requirement_sets_version_check CHECK ((version > 0)),
    CONSTRAINT requirement_sets_withdrawn CHECK (((withdrawn_at IS NULL) OR ((in_force_at IS NOT NULL) AND (withdrawn_at < in_force_at))))
);

CREATE TABLE public.requirements (
    id uuid NOT NULL,
    set_id uuid NOT NULL,
    "position" smallint NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    title_nl text NOT NULL,
    title_en text NOT NULL,
    explanation_nl text NOT NULL,
    explanation_en text NOT NULL,
    max_age_months smallint,
    needs_valid_until boolean DEFAULT false NOT NULL,
    equivalent_accepted boolean DEFAULT false NOT NULL,
    choices jsonb DEFAULT '[]'::jsonb NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    CONSTRAINT requirements_code_check CHECK ((code ~ '^[A-Z]{2,4}$'::text)),
    CONSTRAINT requirements_kind_check CHECK ((kind = ANY (ARRAY['declaration'::text, 'document'::text, 'choice'::text, 'text'::text]))),
    CONSTRAINT requirements_max_age_months_check CHECK ((max_age_months > 0))
);

CREATE TABLE public.retention_approvals (
    id uuid NOT NULL,
    class text NOT NULL,
    approved_by uuid NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    destroyed integer DEFAULT 0 NOT NULL,
    objects integer DEFAULT 0 NOT NULL,
    first_on date,
    last_on date,
    term smallint NOT NULL,
    unit text NOT NULL,
    basis text NOT NULL
);

CREATE TABLE public.retention_changes (
    id bigint NOT NULL,
    class text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    reason text NOT NULL,
    old_term smallint NOT NULL,
    old_unit text NOT NULL,
    old_basis text NOT NULL,
    new_term smallint NOT NULL,
    new_unit text NOT NULL,
    new_basis text NOT NULL,
    CONSTRAINT retention_changes_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 500)))
);

ALTER TABLE public.retention_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.retention_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.retention_classes (
    code text NOT NULL,
    "position" smallint NOT NULL,
    term smallint NOT NULL,
    unit text NOT NULL,
    basis text NOT NULL,
    least_term smallint NOT NULL,
    least_unit text NOT NULL,
    most_term smallint NOT NULL,
    most_unit text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    CONSTRAINT retention_classes_basis_check CHECK ((basis <> ''::text)),
    CONSTRAINT retention_classes_code_check CHECK ((code ~ '^[a-z]+(-[a-z]+)*$'::text)),
    CONSTRAINT retention_classes_least_unit_check CHECK ((least_unit = ANY (ARRAY['day'::text, 'month'::text, 'year'::text]))),
    CONSTRAINT retention_classes_most_unit_check CHECK ((most_unit = ANY (ARRAY['day'::text, 'month'::text, 'year'::text]))),
    CONSTRAINT retention_classes_term_check CHECK ((term > 0)),
    CONSTRAINT retention_classes_unit_check CHECK ((unit = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))
);

CREATE TABLE public.retention_holds (
    id uuid NOT NULL,
    reference text NOT NULL,
    reason text NOT NULL,
    until_on date,
    placed_by uuid NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    lifted_by uuid,
    lifted_at timestamp with time zone,
    CONSTRAINT retention_holds_check CHECK (((lifted_by IS NULL) = (lifted_at IS NULL))),
    CONSTRAINT retention_holds_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 500))),
    CONSTRAINT retention_holds_reference_check CHECK ((reference <> ''::text))
);

CREATE TABLE public.retention_items (
    id uuid NOT NULL,
    class text NOT NULL,
    record_id text NOT NULL,
    reference text NOT NULL,
    related text[] DEFAULT '{}'::text[] NOT NULL,
    covers text[] DEFAULT '{}'::text[] NOT NULL,
    started_on date NOT NULL,
    due_on date NOT NULL,
    listed_at timestamp with time zone NOT NULL,
    approval_id uuid,
    erased_at timestamp with time zone,
    documents uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    blocked text DEFAULT ''::text NOT NULL,
    CONSTRAINT retention_items_blocked_check CHECK ((blocked = ANY (ARRAY[''::text, 'held'::text, 'locked'::text]))),
    CONSTRAINT retention_items_check CHECK (((erased_at IS NULL) OR (approval_id IS NOT NULL)))
);

CREATE TABLE public.review_notes (
    id uuid NOT NULL,
    application_id uuid NOT NULL,
    requirement_id uuid,
    body text NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamp with time zone NOT NULL,
    CONSTRAINT review_notes_body_check CHECK (((body <> ''::text) AND (length(body) <= 2000)))
);

CREATE TABLE public.review_presence (
    application_id uuid NOT NULL,
    user_id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.segments (
    code text NOT NULL,
    number smallint NOT NULL,
    name_nl text NOT NULL,
    name_en text NOT NULL,
    open_house boolean NOT NULL,
    CONSTRAINT segments_code_check CHECK ((code ~ '^[a-z-]+$'::text))
);

CREATE TABLE public.sent_answers (
    application_id uuid NOT NULL,
    requirement_id uuid NOT NULL,
    accepted boolean NOT NULL,
    choice text NOT NULL,
    text text NOT NULL,
    document_id uuid,
    issued_on date,
    valid_until date,
    updated_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    CONSTRAINT sent_answers_version_check CHECK ((version > 0))
);

CREATE TABLE public.sessions (
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    stage text DEFAULT 'full'::text NOT NULL,
    method text DEFAULT 'password'::text NOT NULL,
    authenticated_at timestamp with time zone,
    agent text DEFAULT ''::text NOT NULL,
    origin text DEFAULT ''::text NOT NULL,
    level text DEFAULT 'local'::text NOT NULL,
    CONSTRAINT sessions_agent_check CHECK ((length(agent) <= 200)),
    CONSTRAINT sessions_level_check CHECK ((level = ANY (ARRAY['local'::text, 'basic'::text, 'substantial'::text, 'high'::text]))),
    CONSTRAINT sessions_method_check CHECK ((method = ANY (ARRAY['password'::text, 'totp'::text, 'recovery'::text, 'passkey'::text, 'oidc'::text, 'demo'::text]))),
    CONSTRAINT sessions_stage_check CHECK ((stage = ANY (ARRAY['password'::text, 'full'::text]))),
    CONSTRAINT sessions_token_hash_check CHECK ((length(token_hash) = 32))
);

CREATE TABLE public.sso_flows (
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    provider text NOT NULL,
    next text NOT NULL,
    again boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sso_flows_browser_hash_check CHECK ((length(browser_hash) = 32)),
    CONSTRAINT sso_flows_next_check CHECK ((length(next) <= 2000)),
    CONSTRAINT sso_flows_state_hash_check CHECK ((length(state_hash) = 32))
);

CREATE TABLE public.submissions (
    id uuid NOT NULL,
    application_id uuid NOT NULL,
    round integer NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    content jsonb NOT NULL,
    CONSTRAINT submissions_round_check CHECK ((round > 0))
);

CREATE TABLE public.supplement_parts (
    request_id uuid NOT NULL,
    requirement_id uuid NOT NULL,
    reasons text NOT NULL,
    CONSTRAINT supplement_parts_reasons_check CHECK ((reasons <> ''::text))
);

CREATE TABLE public.supplement_requests (
    id uuid NOT NULL,
    application_id uuid NOT NULL,
    round integer NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer_by_on date NOT NULL,
    CONSTRAINT supplement_requests_round_check CHECK ((round > 0))
);

CREATE TABLE public.target_groups (
    code text NOT NULL,
    "position" smallint NOT NULL,
    name_nl text NOT NULL,
    name_en text NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT target_groups_code_check CHECK ((code ~ '^[a-z0-9-]{1,60}$'::text))
);

CREATE TABLE public.throttles (
    key bytea NOT NULL,
    failures integer NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone NOT NULL,
    told boolean NOT NULL,
    CONSTRAINT throttles_failures_check CHECK ((failures >= 0)),
    CONSTRAINT throttles_key_check CHECK ((length(key) = 32))
);

CREATE TABLE public.tokens (
    hash bytea NOT NULL,
    purpose text NOT NULL,
    subject_id uuid NOT NULL,
    email text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT tokens_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT tokens_purpose_check CHECK ((purpose ~ '^[a-z]+(-[a-z]+)*$'::text))
);

CREATE TABLE public.totp_factors (
    user_id uuid NOT NULL,
    secret bytea,
    confirmed_at timestamp with time zone,
    last_step bigint DEFAULT 0 NOT NULL,
    pending bytea,
    pending_session uuid,
    pending_at timestamp with time zone,
    CONSTRAINT totp_factors_check CHECK (((secret IS NULL) = (confirmed_at IS NULL))),
    CONSTRAINT totp_factors_check1 CHECK ((((pending IS NULL) = (pending_at IS NULL)) AND ((pending IS NULL) = (pending_session IS NULL))))
);

CREATE TABLE public.user_roles (
    user_id uuid NOT NULL,
    role text NOT NULL,
    CONSTRAINT user_roles_role_check CHECK ((role = ANY (ARRAY['provider'::text, 'consultant'::text, 'reviewer'::text, 'decider'::text, 'contract_manager'::text, 'administrator'::text])))
);

CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    lang text DEFAULT 'nl'::text NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL,
    email_confirmed_at timestamp with time zone,
    provider_id uuid,
    provider_admin boolean DEFAULT false NOT NULL,
    municipality_code text,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    passkey_handle bytea DEFAULT decode(replace(((gen_random_uuid())::text || (gen_random_uuid())::text), '-'::text, ''::text), 'hex'::text) NOT NULL,
    last_signed_in_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    rights_at timestamp with time zone,
    CONSTRAINT users_email_check CHECK (((email ~~ '%_@_%'::text) AND (length(email) <= 254))),
    CONSTRAINT users_lang_check CHECK ((lang = ANY (ARRAY['nl'::text, 'en'::text]))),
    CONSTRAINT users_passkey_handle_check CHECK ((length(passkey_handle) = 32))
);

CREATE TABLE public.webhook_events (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    about_id uuid NOT NULL,
    reference text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    last_result text DEFAULT ''::text NOT NULL,
    delivered_at timestamp with time zone,
    CONSTRAINT webhook_events_kind_check CHECK ((kind <> ''::text))
);

CREATE TABLE public.webhooks (
    client_id uuid NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_until timestamp with time zone,
    last_number bigint DEFAULT 0 NOT NULL,
    failing_since timestamp with time zone,
    disabled_at timestamp with time zone,
    leased_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT webhooks_check CHECK (((previous_secret IS NULL) = (previous_until IS NULL))),
    CONSTRAINT webhooks_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 500)))
);

ALTER TABLE ONLY public.admissions
    ADD CONSTRAINT admissions_pkey PRIMARY KEY (provider_id, segment_code);

ALTER TABLE ONLY public.agreement_templates
    ADD CONSTRAINT agreement_templates_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agreement_templates
    ADD CONSTRAINT agreement_templates_version_key UNIQUE (version);

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_pkey PRIMARY KEY (application_id, requirement_id);

ALTER TABLE ONLY public.application_events
    ADD CONSTRAINT application_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.application_municipalities
    ADD CONSTRAINT application_municipalities_pkey PRIMARY KEY (application_id, municipality_code);

ALTER TABLE ONLY public.application_parts
    ADD CONSTRAINT application_parts_pkey PRIMARY KEY (application_id, part);

ALTER TABLE ONLY public.application_terms
    ADD CONSTRAINT application_terms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_reference_key UNIQUE (reference);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calendar_closures
    ADD CONSTRAINT calendar_closures_pkey PRIMARY KEY (day);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_pkey PRIMARY KEY (application_id, requirement_id);

ALTER TABLE ONLY public.client_calls
    ADD CONSTRAINT client_calls_pkey PRIMARY KEY (client_id, key);

ALTER TABLE ONLY public.client_calls
    ADD CONSTRAINT client_calls_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_prefix_key UNIQUE (prefix);

ALTER TABLE ONLY public.contract_copies
    ADD CONSTRAINT contract_copies_document_id_key UNIQUE (document_id);

ALTER TABLE ONLY public.contract_copies
    ADD CONSTRAINT contract_copies_pkey PRIMARY KEY (contract_id, side);

ALTER TABLE ONLY public.contract_decisions
    ADD CONSTRAINT contract_decisions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contract_evidence
    ADD CONSTRAINT contract_evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contract_imports
    ADD CONSTRAINT contract_imports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contract_scans
    ADD CONSTRAINT contract_scans_document_id_key UNIQUE (document_id);

ALTER TABLE ONLY public.contract_scans
    ADD CONSTRAINT contract_scans_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_application_id_key UNIQUE (application_id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_reference_key UNIQUE (reference);

ALTER TABLE ONLY public.decision_letters
    ADD CONSTRAINT decision_letters_pkey PRIMARY KEY (application_id);

ALTER TABLE ONLY public.destruction_declarations
    ADD CONSTRAINT destruction_declarations_number_key UNIQUE (number);

ALTER TABLE ONLY public.destruction_declarations
    ADD CONSTRAINT destruction_declarations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_term_changes
    ADD CONSTRAINT directory_term_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_terms
    ADD CONSTRAINT directory_terms_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.figure_overviews
    ADD CONSTRAINT figure_overviews_pkey PRIMARY KEY (month, role);

ALTER TABLE ONLY public.finder_changes
    ADD CONSTRAINT finder_changes_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.finder_entries
    ADD CONSTRAINT finder_entries_pkey PRIMARY KEY (provider_id);

ALTER TABLE ONLY public.finder_synonyms
    ADD CONSTRAINT finder_synonyms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (issuer, subject);

ALTER TABLE ONLY public.imported_contracts
    ADD CONSTRAINT imported_contracts_contract_id_key UNIQUE (contract_id);

ALTER TABLE ONLY public.imported_contracts
    ADD CONSTRAINT imported_contracts_pkey PRIMARY KEY (provider_id, segment_code);

ALTER TABLE ONLY public.intake_points
    ADD CONSTRAINT intake_points_pkey PRIMARY KEY (provider_id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.join_requests
    ADD CONSTRAINT join_requests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_dedupe_key_key UNIQUE (dedupe_key);

ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.municipalities
    ADD CONSTRAINT municipalities_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.municipalities
    ADD CONSTRAINT municipalities_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_pkey PRIMARY KEY (session_hash, purpose);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedure_changes
    ADD CONSTRAINT procedure_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures
    ADD CONSTRAINT procedures_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures
    ADD CONSTRAINT procedures_segment_code_key UNIQUE (segment_code);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.profile_drafts
    ADD CONSTRAINT profile_drafts_pkey PRIMARY KEY (provider_id);

ALTER TABLE ONLY public.profile_locations
    ADD CONSTRAINT profile_locations_pkey PRIMARY KEY (provider_id, "position");

ALTER TABLE ONLY public.profile_logos
    ADD CONSTRAINT profile_logos_pkey PRIMARY KEY (provider_id, hash);

ALTER TABLE ONLY public.profile_municipalities
    ADD CONSTRAINT profile_municipalities_pkey PRIMARY KEY (provider_id, municipality_code);

ALTER TABLE ONLY public.profile_products
    ADD CONSTRAINT profile_products_pkey PRIMARY KEY (provider_id, product_code);

ALTER TABLE ONLY public.profile_takedowns
    ADD CONSTRAINT profile_takedowns_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_target_groups
    ADD CONSTRAINT profile_target_groups_pkey PRIMARY KEY (provider_id, target_group_code);

ALTER TABLE ONLY public.profile_versions
    ADD CONSTRAINT profile_versions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (provider_id);

ALTER TABLE ONLY public.providers
    ADD CONSTRAINT providers_kvk_key UNIQUE (kvk);

ALTER TABLE ONLY public.providers
    ADD CONSTRAINT providers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.providers
    ADD CONSTRAINT providers_register_key_key UNIQUE (register_key);

ALTER TABLE ONLY public.providers
    ADD CONSTRAINT providers_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT questions_number_key UNIQUE (number);

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT questions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reason_texts
    ADD CONSTRAINT reason_texts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reason_texts
    ADD CONSTRAINT reason_texts_requirement_code_outcome_title_key UNIQUE (requirement_code, outcome, title);

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.regions
    ADD CONSTRAINT regions_pkey PRIMARY KEY (single);

ALTER TABLE ONLY public.replaced_documents
    ADD CONSTRAINT replaced_documents_pkey PRIMARY KEY (document_id, application_id, requirement_id);

ALTER TABLE ONLY public.request_drafts
    ADD CONSTRAINT request_drafts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.request_events
    ADD CONSTRAINT request_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.request_offers
    ADD CONSTRAINT request_offers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.request_openings
    ADD CONSTRAINT request_openings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.request_reminders
    ADD CONSTRAINT request_reminders_pkey PRIMARY KEY (request_id, step);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_reference_key UNIQUE (reference);

ALTER TABLE ONLY public.requirement_sets
    ADD CONSTRAINT requirement_sets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.requirement_sets
    ADD CONSTRAINT requirement_sets_procedure_id_version_key UNIQUE (procedure_id, version);

ALTER TABLE ONLY public.requirements
    ADD CONSTRAINT requirements_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.requirements
    ADD CONSTRAINT requirements_set_id_code_key UNIQUE (set_id, code);

ALTER TABLE ONLY public.requirements
    ADD CONSTRAINT requirements_set_id_position_key UNIQUE (set_id, "position") DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.retention_approvals
    ADD CONSTRAINT retention_approvals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.retention_changes
    ADD CONSTRAINT retention_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.retention_classes
    ADD CONSTRAINT retention_classes_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.retention_holds
    ADD CONSTRAINT retention_holds_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.retention_items
    ADD CONSTRAINT retention_items_class_record_id_key UNIQUE (class, record_id);

ALTER TABLE ONLY public.retention_items
    ADD CONSTRAINT retention_items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT review_notes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.review_presence
    ADD CONSTRAINT review_presence_pkey PRIMARY KEY (application_id, user_id);

ALTER TABLE ONLY public.segments
    ADD CONSTRAINT segments_number_key UNIQUE (number);

ALTER TABLE ONLY public.segments
    ADD CONSTRAINT segments_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.sent_answers
    ADD CONSTRAINT sent_answers_pkey PRIMARY KEY (application_id, requirement_id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_id_key UNIQUE (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.sso_flows
    ADD CONSTRAINT sso_flows_pkey PRIMARY KEY (state_hash);

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_application_id_round_key UNIQUE (application_id, round);

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.supplement_parts
    ADD CONSTRAINT supplement_parts_pkey PRIMARY KEY (request_id, requirement_id);

ALTER TABLE ONLY public.supplement_requests
    ADD CONSTRAINT supplement_requests_application_id_round_key UNIQUE (application_id, round);

ALTER TABLE ONLY public.supplement_requests
    ADD CONSTRAINT supplement_requests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.target_groups
    ADD CONSTRAINT target_groups_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.throttles
    ADD CONSTRAINT throttles_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.totp_factors
    ADD CONSTRAINT totp_factors_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.user_roles
    ADD CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_passkey_handle_key UNIQUE (passkey_handle);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_client_id_number_key UNIQUE (client_id, number);

ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (client_id);

CREATE UNIQUE INDEX agreement_templates_one_draft_key ON public.agreement_templates USING btree ((true)) WHERE (in_force_at IS NULL);

CREATE INDEX answers_document_idx ON public.answers USING btree (document_id);

CREATE INDEX application_events_application_idx ON public.application_events USING btree (application_id, id);

CREATE INDEX application_terms_application_idx ON public.application_terms USING btree (application_id, id);

CREATE INDEX applications_assigned_idx ON public.applications USING btree (assigned_to) WHERE (assigned_to IS NOT NULL);

CREATE UNIQUE INDEX applications_one_open_key ON public.applications USING btree (provider_id, procedure_id) WHERE (status = ANY (ARRAY['draft'::text, 'submitted'::text, 'under-review'::text, 'supplement-requested'::text]));

CREATE INDEX applications_status_idx ON public.applications USING btree (status, decide_by_on);

CREATE INDEX audit_entries_action_idx ON public.audit_entries USING btree (action text_pattern_ops, id);

CREATE INDEX audit_entries_actor_idx ON public.audit_entries USING btree (actor_id, id);

CREATE INDEX audit_entries_at_idx ON public.audit_entries USING btree (at);

CREATE INDEX audit_entries_object_idx ON public.audit_entries USING btree (object, object_id, id);

CREATE INDEX audit_entries_signins_idx ON public.audit_entries USING btree (at) WHERE (action ~~ 'session.%'::text);

CREATE INDEX client_calls_created_idx ON public.client_calls USING btree (created_at);

CREATE INDEX clients_municipality_idx ON public.clients USING btree (municipality_code);

CREATE INDEX contract_decisions_contract_idx ON public.contract_decisions USING btree (contract_id, decided_at);

CREATE UNIQUE INDEX contract_decisions_one_planned_key ON public.contract_decisions USING btree (contract_id) WHERE ((applied_at IS NULL) AND (cancelled_at IS NULL));

CREATE UNIQUE INDEX contract_evidence_current_key ON public.contract_evidence USING btree (contract_id, code) WHERE (state = 'current'::text);

CREATE INDEX contract_evidence_ends_idx ON public.contract_evidence USING btree (valid_until) WHERE (state = 'current'::text);

CREATE UNIQUE INDEX contract_evidence_offered_key ON public.contract_evidence USING btree (contract_id, code) WHERE (state = 'offered'::text);

CREATE INDEX contract_imports_expires_idx ON public.contract_imports USING btree (expires_at) WHERE (imported_at IS NULL);

CREATE UNIQUE INDEX contract_scans_one_open_key ON public.contract_scans USING btree (contract_id) WHERE (outcome = ''::text);

CREATE UNIQUE INDEX contracts_one_running_key ON public.contracts USING btree (provider_id, segment_code) WHERE (status <> 'ended'::text);

CREATE INDEX documents_provider_idx ON public.documents USING btree (provider_id);

CREATE INDEX documents_sweep_idx ON public.documents USING btree (id) WHERE ((state <> 'stored'::text) AND (erased_at IS NULL));

CREATE INDEX documents_unlocked_idx ON public.documents USING btree (id) WHERE ((state = 'stored'::text) AND (kept_until IS NOT NULL) AND (locked_at IS NULL));

CREATE INDEX finder_changes_xid_idx ON public.finder_changes USING btree (xid);

CREATE INDEX identities_user_idx ON public.identities USING btree (user_id);

CREATE INDEX invitations_by_idx ON public.invitations USING btree (invited_by, invited_at DESC);

CREATE INDEX invitations_email_idx ON public.invitations USING btree (lower(email), invited_at);

CREATE INDEX invitations_organisation_idx ON public.invitations USING btree (lower(organisation), invited_at);

CREATE UNIQUE INDEX join_requests_open_key ON public.join_requests USING btree (provider_id, lower(email)) WHERE (answered_at IS NULL);

CREATE INDEX letters_about ON public.letters USING btree (about_object, about_id, queued_at);

CREATE INDEX letters_failed_idx ON public.letters USING btree (lower(to_address), failed_at) WHERE (failed_at IS NOT NULL);

CREATE INDEX letters_queued ON public.letters USING btree (queued_at DESC, id);

CREATE INDEX letters_recipient_idx ON public.letters USING btree (lower(to_address), queued_at);

CREATE INDEX letters_unsent ON public.letters USING btree (queued_at) WHERE (sent_at IS NULL);

CREATE INDEX passkeys_user_idx ON public.passkeys USING btree (user_id);

CREATE INDEX procedure_changes_procedure_idx ON public.procedure_changes USING btree (procedure_id, id DESC);

CREATE UNIQUE INDEX profile_takedowns_open_idx ON public.profile_takedowns USING btree (provider_id) WHERE (lifted_at IS NULL);

CREATE INDEX profile_versions_provider_idx ON public.profile_versions USING btree (provider_id, id DESC);

CREATE INDEX profile_versions_waiting_idx ON public.profile_versions USING btree (provider_id) WHERE (acknowledged_at IS NULL);

CREATE INDEX questions_status_idx ON public.questions USING btree (status, answered_at DESC, asked_at);

CREATE INDEX recovery_codes_user_idx ON public.recovery_codes USING btree (user_id);

CREATE INDEX replaced_documents_application_idx ON public.replaced_documents USING btree (application_id, requirement_id, replaced_at);

CREATE INDEX request_drafts_consultant_idx ON public.request_drafts USING btree (consultant_id, saved_at DESC);

CREATE INDEX request_events_request_idx ON public.request_events USING btree (request_id, id);

CREATE INDEX request_offers_open_idx ON public.request_offers USING btree (request_id) WHERE (ended_at IS NULL);

CREATE INDEX request_openings_request_idx ON public.request_openings USING btree (request_id, opened_at DESC);

CREATE INDEX requests_assigned_idx ON public.requests USING btree (assigned_to) WHERE (closed_at IS NULL);

CREATE INDEX requests_closed_idx ON public.requests USING btree (closed_at) WHERE (closed_at IS NOT NULL);

CREATE INDEX requests_municipality_idx ON public.requests USING btree (municipality_code, due_on);

CREATE INDEX requests_open_idx ON public.requests USING btree (due_on) WHERE (closed_at IS NULL);

CREATE INDEX requests_provider_idx ON public.requests USING btree (provider_id, due_on);

CREATE INDEX requests_sent_idx ON public.requests USING btree (sent_at);

CREATE UNIQUE INDEX requirement_sets_moment_key ON public.requirement_sets USING btree (procedure_id, in_force_at) WHERE (withdrawn_at IS NULL);

CREATE UNIQUE INDEX requirement_sets_one_draft_key ON public.requirement_sets USING btree (procedure_id) WHERE (in_force_at IS NULL);

CREATE INDEX retention_holds_reference_idx ON public.retention_holds USING btree (reference) WHERE (lifted_at IS NULL);

CREATE INDEX retention_items_approval_idx ON public.retention_items USING btree (approval_id) WHERE (approval_id IS NOT NULL);

CREATE INDEX review_notes_application_idx ON public.review_notes USING btree (application_id, written_at);

CREATE INDEX review_presence_seen_idx ON public.review_presence USING btree (seen_at);

CREATE INDEX sent_answers_document_idx ON public.sent_answers USING btree (document_id);

CREATE INDEX sessions_expires_idx ON public.sessions USING btree (expires_at);

CREATE INDEX sessions_user_idx ON public.sessions USING btree (user_id);

CREATE INDEX sso_flows_expires_idx ON public.sso_flows USING btree (expires_at);

CREATE INDEX throttles_tried_idx ON public.throttles USING btree (tried_at);

CREATE INDEX tokens_subject_idx ON public.tokens USING btree (subject_id, purpose);

CREATE UNIQUE INDEX users_email_key ON public.users USING btree (lower(email));

CREATE INDEX users_provider_idx ON public.users USING btree (provider_id);

CREATE INDEX webhook_events_waiting_idx ON public.webhook_events USING btree (client_id, number) WHERE (delivered_at IS NULL);

CREATE TRIGGER agreement_templates_keep BEFORE DELETE OR UPDATE ON public.agreement_templates FOR EACH ROW EXECUTE FUNCTION public.keep_agreement_template();

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_entries_keep BEFORE DELETE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION public.keep_audit_entry();

CREATE TRIGGER contract_copies_keep BEFORE DELETE OR UPDATE ON public.contract_copies FOR EACH ROW EXECUTE FUNCTION public.keep_contract_record();

CREATE TRIGGER contract_decisions_keep BEFORE DELETE OR UPDATE ON public.contract_decisions FOR EACH ROW EXECUTE FUNCTION public.keep_contract_record();

CREATE TRIGGER contracts_keep_agreement_text BEFORE UPDATE ON public.contracts FOR EACH ROW EXECUTE FUNCTION public.keep_agreement_text();

CREATE TRIGGER decision_letters_keep BEFORE DELETE OR UPDATE ON public.decision_letters FOR EACH ROW EXECUTE FUNCTION public.keep_sent_letter();

CREATE TRIGGER destruction_declarations_keep BEFORE DELETE OR UPDATE OR TRUNCATE ON public.destruction_declarations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER documents_keep BEFORE UPDATE ON public.documents FOR EACH ROW WHEN ((old.kept_until IS NOT NULL)) EXECUTE FUNCTION public.keep_document();

CREATE TRIGGER finder_entry_changed AFTER INSERT OR DELETE OR UPDATE ON public.finder_entries FOR EACH ROW EXECUTE FUNCTION public.finder_entry_changed();

CREATE TRIGGER finder_lists_changed AFTER INSERT OR DELETE OR UPDATE ON public.directory_terms FOR EACH STATEMENT EXECUTE FUNCTION public.finder_lists_changed();

CREATE TRIGGER finder_lists_changed AFTER INSERT OR DELETE OR UPDATE ON public.finder_synonyms FOR EACH STATEMENT EXECUTE FUNCTION public.finder_lists_changed();

CREATE TRIGGER finder_lists_changed AFTER INSERT OR DELETE OR UPDATE ON public.municipalities FOR EACH STATEMENT EXECUTE FUNCTION public.finder_lists_changed();

CREATE TRIGGER finder_lists_changed AFTER INSERT OR DELETE OR UPDATE ON public.products FOR EACH STATEMENT EXECUTE FUNCTION public.finder_lists_changed();

CREATE TRIGGER finder_lists_changed AFTER INSERT OR DELETE OR UPDATE ON public.segments FOR EACH STATEMENT EXECUTE FUNCTION public.finder_lists_changed();

CREATE TRIGGER finder_lists_changed AFTER INSERT OR DELETE OR UPDATE ON public.target_groups FOR EACH STATEMENT EXECUTE FUNCTION public.finder_lists_changed();

CREATE TRIGGER procedure_changes_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.procedure_changes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER requirement_sets_keep BEFORE DELETE OR UPDATE ON public.requirement_sets FOR EACH ROW EXECUTE FUNCTION public.keep_requirement_set();

CREATE TRIGGER requirements_keep BEFORE INSERT OR DELETE OR UPDATE ON public.requirements FOR EACH ROW EXECUTE FUNCTION public.keep_requirements();

CREATE TRIGGER submissions_keep BEFORE UPDATE ON public.submissions FOR EACH ROW EXECUTE FUNCTION public.keep_submission();

CREATE TRIGGER supplement_parts_keep BEFORE DELETE OR UPDATE ON public.supplement_parts FOR EACH ROW EXECUTE FUNCTION public.keep_sent_letter();

CREATE TRIGGER supplement_requests_keep BEFORE DELETE OR UPDATE ON public.supplement_requests FOR EACH ROW EXECUTE FUNCTION public.keep_sent_letter();

ALTER TABLE ONLY public.admissions
    ADD CONSTRAINT admissions_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.admissions
    ADD CONSTRAINT admissions_segment_code_fkey FOREIGN KEY (segment_code) REFERENCES public.segments(code);

ALTER TABLE ONLY public.agreement_templates
    ADD CONSTRAINT agreement_templates_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.agreement_templates
    ADD CONSTRAINT agreement_templates_in_force_by_fkey FOREIGN KEY (in_force_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.agreement_templates
    ADD CONSTRAINT agreement_templates_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirements(id);

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.application_events
    ADD CONSTRAINT application_events_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.application_events
    ADD CONSTRAINT application_events_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.application_municipalities
    ADD CONSTRAINT application_municipalities_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.application_municipalities
    ADD CONSTRAINT application_municipalities_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES public.municipalities(code);

ALTER TABLE ONLY public.application_parts
    ADD CONSTRAINT application_parts_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.application_parts
    ADD CONSTRAINT application_parts_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.application_terms
    ADD CONSTRAINT application_terms_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.users(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_earlier_id_fkey FOREIGN KEY (earlier_id) REFERENCES public.applications(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_moved_from_set_id_fkey FOREIGN KEY (moved_from_set_id) REFERENCES public.requirement_sets(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_procedure_id_fkey FOREIGN KEY (procedure_id) REFERENCES public.procedures(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_set_id_fkey FOREIGN KEY (set_id) REFERENCES public.requirement_sets(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_started_by_fkey FOREIGN KEY (started_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirements(id);

ALTER TABLE ONLY public.client_calls
    ADD CONSTRAINT client_calls_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.clients(id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_consultant_id_fkey FOREIGN KEY (consultant_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES public.municipalities(code);

ALTER TABLE ONLY public.contract_copies
    ADD CONSTRAINT contract_copies_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);

ALTER TABLE ONLY public.contract_copies
    ADD CONSTRAINT contract_copies_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);

ALTER TABLE ONLY public.contract_decisions
    ADD CONSTRAINT contract_decisions_cancelled_by_fkey FOREIGN KEY (cancelled_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contract_decisions
    ADD CONSTRAINT contract_decisions_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);

ALTER TABLE ONLY public.contract_decisions
    ADD CONSTRAINT contract_decisions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contract_evidence
    ADD CONSTRAINT contract_evidence_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contract_evidence
    ADD CONSTRAINT contract_evidence_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);

ALTER TABLE ONLY public.contract_evidence
    ADD CONSTRAINT contract_evidence_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);

ALTER TABLE ONLY public.contract_evidence
    ADD CONSTRAINT contract_evidence_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contract_imports
    ADD CONSTRAINT contract_imports_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contract_imports
    ADD CONSTRAINT contract_imports_imported_by_fkey FOREIGN KEY (imported_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contract_scans
    ADD CONSTRAINT contract_scans_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contract_scans
    ADD CONSTRAINT contract_scans_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);

ALTER TABLE ONLY public.contract_scans
    ADD CONSTRAINT contract_scans_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);

ALTER TABLE ONLY public.contract_scans
    ADD CONSTRAINT contract_scans_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_countersigned_by_fkey FOREIGN KEY (countersigned_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_segment_code_fkey FOREIGN KEY (segment_code) REFERENCES public.segments(code);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_template_id_fkey FOREIGN KEY (template_id) REFERENCES public.agreement_templates(id);

ALTER TABLE ONLY public.decision_letters
    ADD CONSTRAINT decision_letters_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.decision_letters
    ADD CONSTRAINT decision_letters_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.destruction_declarations
    ADD CONSTRAINT destruction_declarations_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.directory_term_changes
    ADD CONSTRAINT directory_term_changes_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.finder_entries
    ADD CONSTRAINT finder_entries_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.imported_contracts
    ADD CONSTRAINT imported_contracts_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);

ALTER TABLE ONLY public.imported_contracts
    ADD CONSTRAINT imported_contracts_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.contract_imports(id);

ALTER TABLE ONLY public.imported_contracts
    ADD CONSTRAINT imported_contracts_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.imported_contracts
    ADD CONSTRAINT imported_contracts_segment_code_fkey FOREIGN KEY (segment_code) REFERENCES public.segments(code);

ALTER TABLE ONLY public.intake_points
    ADD CONSTRAINT intake_points_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES public.municipalities(code);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.join_requests
    ADD CONSTRAINT join_requests_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.join_requests
    ADD CONSTRAINT join_requests_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_session_hash_fkey FOREIGN KEY (session_hash) REFERENCES public.sessions(token_hash) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procedure_changes
    ADD CONSTRAINT procedure_changes_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.procedure_changes
    ADD CONSTRAINT procedure_changes_procedure_id_fkey FOREIGN KEY (procedure_id) REFERENCES public.procedures(id);

ALTER TABLE ONLY public.procedures
    ADD CONSTRAINT procedures_segment_code_fkey FOREIGN KEY (segment_code) REFERENCES public.segments(code);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_segment_code_fkey FOREIGN KEY (segment_code) REFERENCES public.segments(code);

ALTER TABLE ONLY public.profile_drafts
    ADD CONSTRAINT profile_drafts_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.profile_drafts
    ADD CONSTRAINT profile_drafts_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.profile_locations
    ADD CONSTRAINT profile_locations_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.profiles(provider_id);

ALTER TABLE ONLY public.profile_logos
    ADD CONSTRAINT profile_logos_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.profile_municipalities
    ADD CONSTRAINT profile_municipalities_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES public.municipalities(code);

ALTER TABLE ONLY public.profile_municipalities
    ADD CONSTRAINT profile_municipalities_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.profiles(provider_id);

ALTER TABLE ONLY public.profile_products
    ADD CONSTRAINT profile_products_product_code_fkey FOREIGN KEY (product_code) REFERENCES public.products(code);

ALTER TABLE ONLY public.profile_products
    ADD CONSTRAINT profile_products_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.profiles(provider_id);

ALTER TABLE ONLY public.profile_takedowns
    ADD CONSTRAINT profile_takedowns_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.profile_takedowns
    ADD CONSTRAINT profile_takedowns_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.profiles(provider_id);

ALTER TABLE ONLY public.profile_takedowns
    ADD CONSTRAINT profile_takedowns_replied_by_fkey FOREIGN KEY (replied_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.profile_takedowns
    ADD CONSTRAINT profile_takedowns_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.profile_target_groups
    ADD CONSTRAINT profile_target_groups_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.profiles(provider_id);

ALTER TABLE ONLY public.profile_target_groups
    ADD CONSTRAINT profile_target_groups_target_group_code_fkey FOREIGN KEY (target_group_code) REFERENCES public.target_groups(code);

ALTER TABLE ONLY public.profile_versions
    ADD CONSTRAINT profile_versions_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.profile_versions
    ADD CONSTRAINT profile_versions_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.profile_versions
    ADD CONSTRAINT profile_versions_published_by_fkey FOREIGN KEY (published_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.providers
    ADD CONSTRAINT providers_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT questions_procedure_id_fkey FOREIGN KEY (procedure_id) REFERENCES public.procedures(id);

ALTER TABLE ONLY public.reason_texts
    ADD CONSTRAINT reason_texts_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.replaced_documents
    ADD CONSTRAINT replaced_documents_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.replaced_documents
    ADD CONSTRAINT replaced_documents_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);

ALTER TABLE ONLY public.replaced_documents
    ADD CONSTRAINT replaced_documents_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.replaced_documents
    ADD CONSTRAINT replaced_documents_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirements(id);

ALTER TABLE ONLY public.request_drafts
    ADD CONSTRAINT request_drafts_consultant_id_fkey FOREIGN KEY (consultant_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.request_drafts
    ADD CONSTRAINT request_drafts_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES public.municipalities(code);

ALTER TABLE ONLY public.request_drafts
    ADD CONSTRAINT request_drafts_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.request_events
    ADD CONSTRAINT request_events_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.request_events
    ADD CONSTRAINT request_events_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.requests(id);

ALTER TABLE ONLY public.request_offers
    ADD CONSTRAINT request_offers_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.requests(id);

ALTER TABLE ONLY public.request_openings
    ADD CONSTRAINT request_openings_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.requests(id);

ALTER TABLE ONLY public.request_openings
    ADD CONSTRAINT request_openings_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.request_reminders
    ADD CONSTRAINT request_reminders_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.requests(id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.users(id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_consultant_id_fkey FOREIGN KEY (consultant_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES public.municipalities(code);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_previous_id_fkey FOREIGN KEY (previous_id) REFERENCES public.requests(id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_product_code_fkey FOREIGN KEY (product_code) REFERENCES public.products(code);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_stand_in_id_fkey FOREIGN KEY (stand_in_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.requirement_sets
    ADD CONSTRAINT requirement_sets_procedure_id_fkey FOREIGN KEY (procedure_id) REFERENCES public.procedures(id);

ALTER TABLE ONLY public.requirements
    ADD CONSTRAINT requirements_set_id_fkey FOREIGN KEY (set_id) REFERENCES public.requirement_sets(id);

ALTER TABLE ONLY public.retention_approvals
    ADD CONSTRAINT retention_approvals_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.retention_approvals
    ADD CONSTRAINT retention_approvals_class_fkey FOREIGN KEY (class) REFERENCES public.retention_classes(code);

ALTER TABLE ONLY public.retention_changes
    ADD CONSTRAINT retention_changes_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.retention_changes
    ADD CONSTRAINT retention_changes_class_fkey FOREIGN KEY (class) REFERENCES public.retention_classes(code);

ALTER TABLE ONLY public.retention_holds
    ADD CONSTRAINT retention_holds_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.retention_holds
    ADD CONSTRAINT retention_holds_placed_by_fkey FOREIGN KEY (placed_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.retention_items
    ADD CONSTRAINT retention_items_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES public.retention_approvals(id);

ALTER TABLE ONLY public.retention_items
    ADD CONSTRAINT retention_items_class_fkey FOREIGN KEY (class) REFERENCES public.retention_classes(code);

ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT review_notes_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT review_notes_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirements(id);

ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT review_notes_written_by_fkey FOREIGN KEY (written_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.review_presence
    ADD CONSTRAINT review_presence_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.review_presence
    ADD CONSTRAINT review_presence_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sent_answers
    ADD CONSTRAINT sent_answers_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.sent_answers
    ADD CONSTRAINT sent_answers_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);

ALTER TABLE ONLY public.sent_answers
    ADD CONSTRAINT sent_answers_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirements(id);

ALTER TABLE ONLY public.sent_answers
    ADD CONSTRAINT sent_answers_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.supplement_parts
    ADD CONSTRAINT supplement_parts_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.supplement_requests(id);

ALTER TABLE ONLY public.supplement_parts
    ADD CONSTRAINT supplement_parts_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirements(id);

ALTER TABLE ONLY public.supplement_requests
    ADD CONSTRAINT supplement_requests_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.applications(id);

ALTER TABLE ONLY public.supplement_requests
    ADD CONSTRAINT supplement_requests_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.totp_factors
    ADD CONSTRAINT totp_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_roles
    ADD CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES public.municipalities(code);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.providers(id);

ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.webhooks(client_id);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.clients(id);
