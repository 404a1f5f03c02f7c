-- +goose Up
-- What the public sees of a provider (D1). An edit of a published row is public
-- at once; what stood there before is kept in profile_versions for ever (D3).
CREATE TABLE profiles (
    provider_id  uuid PRIMARY KEY REFERENCES providers (id),
    mission      text NOT NULL DEFAULT '',
    offer        text NOT NULL DEFAULT '',
    audience     text NOT NULL DEFAULT '',
    website      text NOT NULL DEFAULT '',
    updated_at   timestamptz NOT NULL,
    published_at timestamptz,
    confirmed_at timestamptz
);

CREATE TABLE profile_products (
    provider_id  uuid NOT NULL REFERENCES profiles (provider_id),
    product_code text NOT NULL REFERENCES products (code),
    PRIMARY KEY (provider_id, product_code)
);

CREATE TABLE profile_target_groups (
    provider_id       uuid NOT NULL REFERENCES profiles (provider_id),
    target_group_code text NOT NULL REFERENCES target_groups (code),
    PRIMARY KEY (provider_id, target_group_code)
);

CREATE TABLE profile_municipalities (
    provider_id       uuid NOT NULL REFERENCES profiles (provider_id),
    municipality_code text NOT NULL REFERENCES municipalities (code),
    PRIMARY KEY (provider_id, municipality_code)
);

CREATE TABLE profile_versions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id  uuid NOT NULL REFERENCES providers (id),
    published_at timestamptz NOT NULL,
    published_by uuid NOT NULL REFERENCES users (id),
    content      jsonb NOT NULL
);

CREATE INDEX profile_versions_provider_idx ON profile_versions (provider_id, id DESC);

-- The one place where municipalities ask for a conversation (D11).
CREATE TABLE intake_points (
    provider_id uuid PRIMARY KEY REFERENCES providers (id),
    name        text NOT NULL,
    email       text NOT NULL,
    phone       text NOT NULL,
    hours       text NOT NULL DEFAULT '',
    verified_at timestamptz,
    updated_at  timestamptz NOT NULL
);

-- The finder's own narrow table: one row per findable provider, written in the
-- transaction that publishes or hides it (D2). It counts from the day the
-- contract starts (E10). The vector is Dutch, without accents.
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE TABLE finder_entries (
    provider_id    uuid PRIMARY KEY REFERENCES providers (id),
    slug           text NOT NULL,
    name           text NOT NULL,
    mission        text NOT NULL,
    municipalities text[] NOT NULL,
    target_groups  text[] NOT NULL,
    products       text[] NOT NULL,
    findable_from  date NOT NULL,
    vector         tsvector NOT NULL
);

CREATE INDEX finder_entries_vector_idx ON finder_entries USING gin (vector);
CREATE INDEX finder_entries_municipalities_idx ON finder_entries USING gin (municipalities);

-- Whether a provider may be found and asked: written when a contract starts,
-- stops or ends, so that directory and matching need not know about enrollment.
CREATE TABLE admissions (
    provider_id  uuid NOT NULL REFERENCES providers (id),
    segment_code text NOT NULL REFERENCES segments (code),
    active       boolean NOT NULL,
    admitted_on  date NOT NULL,
    ended_on     date,
    PRIMARY KEY (provider_id, segment_code),
    CHECK (NOT active OR ended_on IS NULL)
);
