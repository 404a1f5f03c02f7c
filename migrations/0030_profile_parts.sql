-- +goose Up
-- The further parts of a profile (D1). What stands in profiles and its lists is
-- what the public sees; what the provider is still writing stands in
-- profile_drafts, one JSON document per provider, until it is published.
ALTER TABLE profiles
    ADD COLUMN forms              text[] NOT NULL DEFAULT '{}'
        CHECK (forms <@ ARRAY ['at-location', 'at-home', 'online']),
    ADD COLUMN languages          text[] NOT NULL DEFAULT '{}', -- ISO 639-1
    ADD COLUMN accessibility      text[] NOT NULL DEFAULT '{}'
        CHECK (accessibility <@ ARRAY ['wheelchair', 'lift', 'toilet', 'parking', 'transport', 'quiet-room', 'hearing-loop', 'guide-dog']),
    ADD COLUMN accessibility_note text NOT NULL DEFAULT '',
    ADD COLUMN logo_hash          text NOT NULL DEFAULT '',     -- SHA-256 of the picture, empty without
    -- Capacity is no text but a fact of the day: it changes at once, also while
    -- a draft is open. "closed" counts from closed_from up to and including
    -- closed_until (each may be absent); outside that period it means open.
    ADD COLUMN capacity           text NOT NULL DEFAULT 'open' CHECK (capacity IN ('open', 'waiting', 'closed')),
    ADD COLUMN capacity_weeks     smallint CHECK (capacity_weeks BETWEEN 1 AND 104),
    ADD COLUMN capacity_on        date,                         -- when the provider last said so
    ADD COLUMN closed_from        date,
    ADD COLUMN closed_until       date,
    -- Taken offline by staff (D3): not found and not asked until put back.
    ADD COLUMN offline_at         timestamptz,
    ADD CONSTRAINT profiles_weeks_when_waiting CHECK (capacity_weeks IS NULL OR capacity = 'waiting'),
    ADD CONSTRAINT profiles_period_when_closed CHECK (capacity = 'closed' OR (closed_from IS NULL AND closed_until IS NULL)),
    ADD CONSTRAINT profiles_period_has_order CHECK (closed_until >= closed_from);

-- What the provider says of a product in its own words.
ALTER TABLE profile_products
    ADD COLUMN description text NOT NULL DEFAULT '';

-- Where people can go. The point is that of the postcode's four digits, absent
-- outside the region.
CREATE TABLE profile_locations (
    provider_id uuid NOT NULL REFERENCES profiles (provider_id),
    position    smallint NOT NULL,
    name        text NOT NULL DEFAULT '',
    street      text NOT NULL,
    postcode    text NOT NULL CHECK (postcode ~ '^[1-9][0-9]{3} [A-Z]{2}$'),
    place       text NOT NULL,
    lat         double precision,
    lon         double precision,
    PRIMARY KEY (provider_id, position),
    CHECK ((lat IS NULL) = (lon IS NULL))
);

CREATE TABLE profile_drafts (
    provider_id uuid PRIMARY KEY REFERENCES providers (id),
    content     jsonb NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  uuid NOT NULL REFERENCES users (id)
);

-- Logos are small and drawn anew by the portal, so they stand here; each is
-- known by its hash and never changes.
CREATE TABLE profile_logos (
    provider_id uuid NOT NULL REFERENCES providers (id),
    hash        text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    type        text NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
    content     bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 500000),
    width       smallint NOT NULL,
    height      smallint NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (provider_id, hash)
);

-- Staff look at what changed after the fact (D3).
ALTER TABLE profile_versions
    ADD COLUMN acknowledged_at timestamptz,
    ADD COLUMN acknowledged_by uuid REFERENCES users (id),
    ADD CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL));

CREATE INDEX profile_versions_waiting_idx ON profile_versions (provider_id) WHERE acknowledged_at IS NULL;

-- Each time a profile was taken offline: why, what the provider answered, and
-- when it came back.
CREATE TABLE profile_takedowns (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id uuid NOT NULL REFERENCES profiles (provider_id),
    taken_at    timestamptz NOT NULL,
    taken_by    uuid NOT NULL REFERENCES users (id),
    reason      text NOT NULL CHECK (reason <> ''),
    reply       text NOT NULL DEFAULT '',
    replied_at  timestamptz,
    replied_by  uuid REFERENCES users (id),
    lifted_at   timestamptz,
    lifted_by   uuid REFERENCES users (id),
    CHECK ((replied_at IS NULL) = (reply = '')),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);

-- A profile is offline because of one reason at a time.
CREATE UNIQUE INDEX profile_takedowns_open_idx ON profile_takedowns (provider_id) WHERE lifted_at IS NULL;

-- The list of target groups is kept by staff. Who chose a group that is retired
-- keeps it; nobody can choose it anew.
ALTER TABLE target_groups
    ADD COLUMN retired_at timestamptz;

ALTER TABLE target_groups DROP CONSTRAINT target_groups_code_check;
ALTER TABLE target_groups ADD CONSTRAINT target_groups_code_check CHECK (code ~ '^[a-z0-9-]{1,60}$');

-- The rest of the intake point (D11). The deputy gets the requests while the
-- intake point is absent. unreachable_at: a letter to the mailbox failed for good
-- since it was verified.
ALTER TABLE intake_points
    ADD COLUMN ways               text[] NOT NULL DEFAULT '{table,digital,telephone}'
        CHECK (ways <@ ARRAY ['table', 'digital', 'telephone'] AND cardinality(ways) > 0),
    ADD COLUMN deputy_name        text NOT NULL DEFAULT '',
    ADD COLUMN deputy_email       text NOT NULL DEFAULT '',
    ADD COLUMN deputy_verified_at timestamptz,
    ADD COLUMN absent_from        date,
    ADD COLUMN absent_until       date,
    ADD COLUMN unreachable_at     timestamptz,
    ADD CONSTRAINT intake_points_absence_is_a_period CHECK ((absent_from IS NULL) = (absent_until IS NULL) AND absent_until >= absent_from);

-- To see at once which mailboxes let letters bounce.
CREATE INDEX letters_failed_idx ON letters (lower(to_address), failed_at) WHERE failed_at IS NOT NULL;
