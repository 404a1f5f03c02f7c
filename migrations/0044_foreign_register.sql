-- +goose Up
-- An organisation that is registered abroad has no KvK number (OH-5): country,
-- register and number take its place. foreign_register stays what it was: a second
-- registration that a Dutch organisation may name.
ALTER TABLE providers
    ALTER COLUMN kvk DROP NOT NULL,
    ADD COLUMN register_country text CHECK (register_country ~ '^[A-Z]{2}$' AND register_country <> 'NL'),
    ADD COLUMN register_name text CHECK (register_name = btrim(register_name) AND length(register_name) BETWEEN 1 AND 100),
    ADD COLUMN register_number text CHECK (register_number = btrim(register_number) AND length(register_number) <= 40
        AND register_number ~ '[0-9]' AND register_number !~ '[a-z]');

-- One of the two, and whole.
ALTER TABLE providers
    ADD CONSTRAINT providers_one_register CHECK (num_nonnulls(register_country, register_name, register_number)
        = CASE WHEN kvk IS NULL THEN 3 ELSE 0 END);

-- The same for all spellings of one registration; internal/traderegister writes it
-- in Go. Only plain letters change, so that it does not depend on a collation.
ALTER TABLE providers
    ADD COLUMN register_key text NOT NULL UNIQUE GENERATED ALWAYS AS (coalesce(kvk, register_country
        || ' ' || translate(register_name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ .,:/-()&', 'abcdefghijklmnopqrstuvwxyz')
        || ' ' || translate(register_number, ' .,:/-()&', ''))) STORED;
