-- +goose Up
-- What people do with a request besides answering it (T3, T7): amend it, offer
-- and propose moments, hand it to a colleague, and note that somebody did not come.
-- version counts the acts: who acts on an old page is told. previous_id is the
-- declined or withdrawn request that this one asks again.
ALTER TABLE requests
    ADD COLUMN version       integer NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD COLUMN contact_phone text NOT NULL DEFAULT '' CHECK (length(contact_phone) <= 30),
    ADD COLUMN stand_in_id   uuid REFERENCES users (id),
    ADD COLUMN assigned_to   uuid REFERENCES users (id),
    ADD COLUMN previous_id   uuid REFERENCES requests (id);

CREATE INDEX requests_assigned_idx ON requests (assigned_to) WHERE closed_at IS NULL;

-- Moments that one side offers and the other may accept; a new round, an
-- appointment or an ending ends those that are open.
CREATE TABLE request_offers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES requests (id),
    side       text NOT NULL CHECK (side IN ('consultant', 'provider')),
    at         timestamptz NOT NULL,
    way        text NOT NULL CHECK (way IN ('table', 'digital', 'telephone')),
    place      text NOT NULL CHECK (length(place) BETWEEN 1 AND 200),
    offered_at timestamptz NOT NULL,
    ended_at   timestamptz,
    accepted   boolean NOT NULL DEFAULT false,
    CHECK (NOT accepted OR ended_at IS NOT NULL)
);

CREATE INDEX request_offers_open_idx ON request_offers (request_id) WHERE ended_at IS NULL;

-- A question that is not sent yet. Its id becomes that of the request. Only who
-- writes it sees it.
CREATE TABLE request_drafts (
    id                uuid PRIMARY KEY,
    consultant_id     uuid NOT NULL REFERENCES users (id),
    municipality_code text NOT NULL REFERENCES municipalities (code),
    provider_id       uuid NOT NULL REFERENCES providers (id),
    content           jsonb NOT NULL,
    saved_at          timestamptz NOT NULL
);

CREATE INDEX request_drafts_consultant_idx ON request_drafts (consultant_id, saved_at DESC);

-- asked_by is on whose behalf an appointment moves, or who did not come.
ALTER TABLE request_events
    ADD COLUMN asked_by text NOT NULL DEFAULT '' CHECK (asked_by IN ('', 'resident', 'provider', 'consultant')),
    DROP CONSTRAINT request_events_act_check,
    ADD CONSTRAINT request_events_act_check CHECK (act IN
        ('send', 'amend', 'acknowledge', 'offer', 'propose', 'accept', 'schedule', 'reschedule', 'no-show', 'hold',
         'conclude', 'decline', 'withdraw', 'assign', 'hand-over', 'recalculate'));
