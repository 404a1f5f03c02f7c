-- +goose Up
-- A matching request (T1): no name, birth date, address, BSN or diagnosis.
-- answered, first scheduled and held are three separate facts (T4).
CREATE TABLE requests (
    id                 uuid PRIMARY KEY,
    reference          text NOT NULL UNIQUE,
    provider_id        uuid NOT NULL REFERENCES providers (id),
    municipality_code  text NOT NULL REFERENCES municipalities (code),
    consultant_id      uuid NOT NULL REFERENCES users (id),
    own_reference      text NOT NULL,
    product_code       text NOT NULL REFERENCES products (code),
    question           text NOT NULL CHECK (length(question) <= 1000),
    goals              text NOT NULL DEFAULT '' CHECK (length(goals) <= 1000),
    preferred_way      text NOT NULL CHECK (preferred_way IN ('table', 'digital', 'telephone')),
    municipality_joins boolean NOT NULL,
    start_wish_on      date,
    start_rung         smallint CHECK (start_rung BETWEEN 1 AND 6),
    target_rung        smallint CHECK (target_rung BETWEEN 1 AND 6),
    resident_chose     boolean NOT NULL CHECK (resident_chose),
    status             text NOT NULL CHECK (status IN ('sent', 'acknowledged', 'scheduled', 'held', 'concluded', 'declined', 'withdrawn')),
    sent_at            timestamptz NOT NULL,
    due_on             date NOT NULL,
    calendar_version   text NOT NULL,
    first_answered_at  timestamptz,
    first_scheduled_at timestamptz,
    appointment_at     timestamptz,
    appointment_way    text NOT NULL DEFAULT '' CHECK (appointment_way IN ('', 'table', 'digital', 'telephone')),
    appointment_place  text NOT NULL DEFAULT '',
    held_on            date,
    held_recorded_at   timestamptz,
    fits               boolean,
    outcome_reason     text NOT NULL DEFAULT '',
    expected_start_on  date,
    hours_per_week     smallint CHECK (hours_per_week BETWEEN 1 AND 40),
    duration_weeks     smallint CHECK (duration_weeks BETWEEN 1 AND 208),
    closed_at          timestamptz,
    close_reason       text NOT NULL DEFAULT '',
    close_note         text NOT NULL DEFAULT '',
    CHECK (target_rung IS NULL OR start_rung IS NULL OR target_rung >= start_rung),
    CHECK (status NOT IN ('acknowledged', 'scheduled', 'held', 'concluded', 'declined') OR first_answered_at IS NOT NULL),
    CHECK (status <> 'scheduled' OR (appointment_at IS NOT NULL AND first_scheduled_at IS NOT NULL)),
    CHECK (status NOT IN ('held', 'concluded') OR (held_on IS NOT NULL AND held_recorded_at IS NOT NULL)),
    CHECK (status <> 'concluded' OR fits IS NOT NULL),
    CHECK ((status IN ('concluded', 'declined', 'withdrawn')) = (closed_at IS NOT NULL)),
    CHECK (status NOT IN ('declined', 'withdrawn') OR close_reason <> '')
);

CREATE INDEX requests_provider_idx ON requests (provider_id, due_on);
CREATE INDEX requests_municipality_idx ON requests (municipality_code, due_on);
CREATE INDEX requests_open_idx ON requests (due_on) WHERE closed_at IS NULL;

-- What happened with a request, as its time line shows it. reason is a coded one,
-- or the words in which somebody said why an appointment moves.
CREATE TABLE request_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES requests (id),
    at         timestamptz NOT NULL,
    act        text NOT NULL CHECK (act IN ('send', 'acknowledge', 'schedule', 'reschedule', 'hold', 'conclude', 'decline', 'withdraw')),
    actor_id   uuid NOT NULL REFERENCES users (id),
    side       text NOT NULL CHECK (side IN ('consultant', 'provider')),
    reason     text NOT NULL DEFAULT '',
    moment     timestamptz
);

CREATE INDEX request_events_request_idx ON request_events (request_id, id);
