-- +goose Up
-- A document with kept_until may not be removed before that moment: the signed
-- copies of an agreement (E10). locked_at is when the object store promised to
-- keep it unchanged as well; a store that cannot promise leaves it empty.
ALTER TABLE documents
    ADD COLUMN kept_until timestamptz,
    ADD COLUMN locked_at timestamptz,
    ADD CONSTRAINT documents_kept_is_stored CHECK (kept_until IS NULL OR state IN ('stored', 'removed')),
    ADD CONSTRAINT documents_kept_long_enough CHECK (removed_at IS NULL OR kept_until IS NULL OR removed_at >= kept_until),
    ADD CONSTRAINT documents_locked_is_kept CHECK (locked_at IS NULL OR kept_until IS NOT NULL);

CREATE INDEX documents_unlocked_idx ON documents (id) WHERE state = 'stored' AND kept_until IS NOT NULL AND locked_at IS NULL;

-- What a kept document is, never changes, and its term only grows.
-- +goose StatementBegin
CREATE FUNCTION keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.name, NEW.content_type, NEW.size_bytes, NEW.sha256, NEW.stored_at)
        IS DISTINCT FROM (OLD.name, OLD.content_type, OLD.size_bytes, OLD.sha256, OLD.stored_at)
        OR NEW.kept_until IS NULL OR NEW.kept_until < OLD.kept_until THEN
        RAISE EXCEPTION 'a kept document cannot change';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER documents_keep BEFORE UPDATE ON documents
    FOR EACH ROW WHEN (OLD.kept_until IS NOT NULL) EXECUTE FUNCTION keep_document();

-- What an applicant replaced stays readable until the decision (E6, E7): the
-- answer it belonged to, and the document itself. The sweep forgets these rows
-- once the application is decided or withdrawn.
CREATE TABLE replaced_documents (
    document_id    uuid NOT NULL REFERENCES documents (id),
    application_id uuid NOT NULL REFERENCES applications (id),
    requirement_id uuid NOT NULL REFERENCES requirements (id),
    replaced_by    uuid NOT NULL REFERENCES users (id),
    replaced_at    timestamptz NOT NULL,
    PRIMARY KEY (document_id, application_id, requirement_id)
);

CREATE INDEX replaced_documents_application_idx ON replaced_documents (application_id, requirement_id, replaced_at);
