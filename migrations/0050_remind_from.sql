-- +goose Up
-- The hour of the day, in Europe/Amsterdam, before which nobody is reminded (T6):
-- no rule fixes it, so it is the region's to set.
ALTER TABLE regions
    ADD COLUMN remind_from_hour smallint NOT NULL DEFAULT 7 CHECK (remind_from_hour BETWEEN 0 AND 12);
