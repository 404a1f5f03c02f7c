-- +goose Up
-- Which reminder was sent last: the day it was about and how near that was. A
-- new confirmation has another day, so it starts again (D4, D11).
ALTER TABLE profiles
    ADD COLUMN reminded text NOT NULL DEFAULT '';

ALTER TABLE intake_points
    ADD COLUMN reminded text NOT NULL DEFAULT '';
