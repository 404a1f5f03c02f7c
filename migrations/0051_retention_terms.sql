-- +goose Up
-- The region changes its terms of retention on a page (T11, RET-1): between what
-- the law asks at least and what may be kept at most, with a reason. An approval
-- keeps the rule it was given under, so that its declaration says that one.

ALTER TABLE retention_classes
    ADD COLUMN least_term smallint,
    ADD COLUMN least_unit text CHECK (least_unit IN ('day', 'month', 'year')),
    ADD COLUMN most_term  smallint,
    ADD COLUMN most_unit  text CHECK (most_unit IN ('day', 'month', 'year')),
    ADD COLUMN revision   integer NOT NULL DEFAULT 1;

-- Least: the Selectielijst 2020. Most: T11 for the text of a request; a rejected
-- application may be kept as long as the general "niet doorgegaan", five years; for
-- the others twice the term, or what comes near to it.
UPDATE retention_classes c SET least_term = b.least_term, least_unit = b.least_unit, most_term = b.most_term, most_unit = b.most_unit
FROM (VALUES
    ('request-text', 42, 'day', 42, 'day'),
    ('request-row', 5, 'year', 10, 'year'),
    ('application-draft', 90, 'day', 1, 'year'),
    ('application-withdrawn', 1, 'year', 5, 'year'),
    ('application-rejected', 1, 'year', 5, 'year'),
    ('contract-ended', 10, 'year', 20, 'year'),
    ('invitation', 1, 'year', 5, 'year'),
    ('login', 6, 'month', 12, 'month')
) AS b (code, least_term, least_unit, most_term, most_unit)
WHERE b.code = c.code;

ALTER TABLE retention_classes
    ALTER COLUMN least_term SET NOT NULL,
    ALTER COLUMN least_unit SET NOT NULL,
    ALTER COLUMN most_term SET NOT NULL,
    ALTER COLUMN most_unit SET NOT NULL;

ALTER TABLE retention_approvals
    ADD COLUMN term  smallint,
    ADD COLUMN unit  text,
    ADD COLUMN basis text;
UPDATE retention_approvals a SET term = c.term, unit = c.unit, basis = c.basis FROM retention_classes c WHERE c.code = a.class;
ALTER TABLE retention_approvals
    ALTER COLUMN term SET NOT NULL,
    ALTER COLUMN unit SET NOT NULL,
    ALTER COLUMN basis SET NOT NULL;

-- What was changed, by whom and why.
CREATE TABLE retention_changes (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    class     text NOT NULL REFERENCES retention_classes (code),
    at        timestamptz NOT NULL,
    actor_id  uuid NOT NULL REFERENCES users (id),
    reason    text NOT NULL CHECK (reason <> '' AND length(reason) <= 500),
    old_term  smallint NOT NULL,
    old_unit  text NOT NULL,
    old_basis text NOT NULL,
    new_term  smallint NOT NULL,
    new_unit  text NOT NULL,
    new_basis text NOT NULL
);
