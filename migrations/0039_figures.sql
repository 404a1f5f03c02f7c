-- +goose Up
-- Who of the MGR read the text of a request, and why (T9). The text is shown to
-- that person for a quarter of an hour; the row stays.
CREATE TABLE request_openings (
    id         uuid PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES requests (id),
    user_id    uuid NOT NULL REFERENCES users (id),
    reason     text NOT NULL CHECK (reason IN ('complaint', 'question', 'signal', 'incident', 'other')),
    note       text NOT NULL CHECK (length(note) BETWEEN 1 AND 500),
    opened_at  timestamptz NOT NULL
);

CREATE INDEX request_openings_request_idx ON request_openings (request_id, opened_at DESC);

ALTER TABLE request_events
    DROP CONSTRAINT request_events_act_check,
    ADD CONSTRAINT request_events_act_check CHECK (act IN
        ('send', 'amend', 'acknowledge', 'offer', 'propose', 'accept', 'schedule', 'reschedule', 'no-show', 'hold',
         'conclude', 'decline', 'withdraw', 'assign', 'hand-over', 'recalculate', 'opened'));

-- Which monthly overviews went out. One row per month and role, so that none goes
-- out twice, whichever instance sends it. late says that it went out after the
-- first working day of the next month, because nothing ran then.
CREATE TABLE figure_overviews (
    month   date NOT NULL CHECK (extract(day FROM month) = 1),
    role    text NOT NULL,
    sent_at timestamptz NOT NULL,
    late    boolean NOT NULL,
    PRIMARY KEY (month, role)
);

-- The figures are asked for per period, and per municipality or provider.
CREATE INDEX requests_sent_idx ON requests (sent_at);
