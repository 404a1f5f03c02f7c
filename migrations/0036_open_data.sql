-- +goose Up
-- When a public profile last changed and when it became public: for the sitemap,
-- the feed of new providers and the open data (D10). Written by Reindex from facts
-- of the profile, never by the clock of the database.
ALTER TABLE finder_entries
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT 'epoch',
    ADD COLUMN public_at  timestamptz NOT NULL DEFAULT 'epoch';

UPDATE finder_entries e
SET changed_at = greatest(p.changed_at, pr.updated_at, pr.published_at, pr.confirmed_at, pr.capacity_on::timestamp AT TIME ZONE 'Europe/Amsterdam'),
    public_at = greatest(pr.published_at, e.findable_from::timestamp AT TIME ZONE 'Europe/Amsterdam')
FROM providers p JOIN profiles pr ON pr.provider_id = p.id
WHERE e.provider_id = p.id;
