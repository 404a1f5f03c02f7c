-- +goose Up
-- A file that is something else as well, such as a PDF with an archive behind its
-- end, is only handed over to be saved; no page shows it.
ALTER TABLE documents ADD COLUMN save_only boolean NOT NULL DEFAULT false;
