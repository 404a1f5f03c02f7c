-- +goose Up
-- A due date moves only when an administrator recalculates it, openly and with a
-- reason that both sides read on the time line (T5, WD-5).
ALTER TABLE request_events
    DROP CONSTRAINT request_events_act_check,
    ADD CONSTRAINT request_events_act_check CHECK (act IN
        ('send', 'acknowledge', 'schedule', 'reschedule', 'hold', 'conclude', 'decline', 'withdraw', 'recalculate')),
    DROP CONSTRAINT request_events_side_check,
    ADD CONSTRAINT request_events_side_check CHECK (side IN ('consultant', 'provider', 'staff'));
